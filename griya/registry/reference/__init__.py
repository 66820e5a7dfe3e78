"""Dated reference data kept as files: regions, sources, the statement of 2019 and marketplaces; `load` reads them."""
