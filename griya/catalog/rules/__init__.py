"""Decisions of the catalogue, one module per subject: pure functions of plain values."""
