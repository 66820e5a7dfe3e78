"""Reading what is public, table by table, in pieces that a server can hold."""
