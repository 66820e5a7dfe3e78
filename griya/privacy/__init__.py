"""Personal data (UU 27/2022): how long each kind is kept, the nightly sweep, what people ask about theirs, breaches."""
