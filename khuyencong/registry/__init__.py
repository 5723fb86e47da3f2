"""Facts about the world, dated: places, organisations, establishments, law. Never money or workflow."""
