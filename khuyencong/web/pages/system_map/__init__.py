"""The map of the system of khuyến công: every province on a day, one province over time, a first fact recorded."""
