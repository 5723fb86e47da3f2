"""Pages that turn old addresses into today's and back."""
