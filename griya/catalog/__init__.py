"""The catalogue: shelves, products and their immutable revisions, photos, marketplace links; listing and search."""
