"""Showroom screens (layar) and the touch kiosk (kios)."""
