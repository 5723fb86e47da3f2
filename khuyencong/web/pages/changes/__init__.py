"""Changes of places and bodies: the list, a new one, one with what it touches, its reversal, choices by hand."""
