"""How things of this part change state."""
