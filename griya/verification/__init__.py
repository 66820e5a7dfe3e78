"""Following claims to certificates and licences: seen, checked at the issuer, in time; documents stay in the office."""
