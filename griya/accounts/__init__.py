"""People who sign in: accounts, their sessions and roles, and the append-only record of what they did."""
