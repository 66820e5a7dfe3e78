"""Spreadsheets of producers and products on their way in: mapping, dry run, confirmation."""
