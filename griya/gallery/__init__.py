"""The component gallery: every component in all variants and states on one page, in local mode only."""
