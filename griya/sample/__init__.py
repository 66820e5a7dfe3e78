"""The sample catalogue: clearly marked, loaded into an empty catalogue, removed by one command."""
