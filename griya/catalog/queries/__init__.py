"""Reading the catalogue: plain rows for pages, each module a noun, each function a constant number of statements."""
