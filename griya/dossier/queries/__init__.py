"""Reading for the desk about producers: lists, one file, what a step would do, duplicates, merges, sheets."""
