"""What open data says: its tables and columns, under which licence, and how a cell is written."""
