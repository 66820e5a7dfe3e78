"""Curation: rubric, reviews by two curators, results, appeals, certificates. Above the catalogue, below selections."""
