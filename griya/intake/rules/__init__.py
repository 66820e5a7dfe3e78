"""Decisions of an import: what a column means, what a cell says, what a row becomes, what a whole file would do."""
