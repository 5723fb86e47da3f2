"""The work programme of the office, its tasks, the end of a period, and the calendar feed."""
