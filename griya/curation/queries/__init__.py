"""Reading of curation, for the desk, for selections, and for everybody."""
