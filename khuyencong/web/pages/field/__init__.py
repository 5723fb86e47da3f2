"""The page a team works on at a place, with or without a connection, and what it sends afterwards."""
