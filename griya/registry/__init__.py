"""The register: regions, producers (IKM), their credentials and contacts, dated reference data, spreadsheet import."""
