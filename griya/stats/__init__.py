"""Figures: live counts of the catalogue and dated statements, always told apart."""
