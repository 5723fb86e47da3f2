"""Pages of places and regions: the provinces of a day, one place through time, the region schemes."""
