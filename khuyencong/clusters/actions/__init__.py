"""What changes rows of this part."""
