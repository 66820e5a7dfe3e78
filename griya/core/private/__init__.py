"""Files that only people of the office may see: known by their bytes, kept by digest, never at a public address."""
