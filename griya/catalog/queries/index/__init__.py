"""The catalogue's index in memory: which public products have which facet value, counted and paged without SQL.

It follows the database by the numbered changes (`CatalogChange`). Pages use `current.read_index` and
`listing.find_listing`; the other modules are its parts.
"""
