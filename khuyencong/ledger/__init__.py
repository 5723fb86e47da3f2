"""Money: fund lines and append-only movements between them. Never why money moves."""
