"""The page of a body through its names, parents and duties."""
