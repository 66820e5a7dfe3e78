"""The controlled lists that every catalogue starts with: shelves, materials and techniques, as TOML."""
