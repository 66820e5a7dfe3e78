"""What every catalogue starts with: shelves, materials and techniques as TOML, words of the search as CSV."""
