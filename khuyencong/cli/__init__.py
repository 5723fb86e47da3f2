"""Commands for administrators and scripts, and the demo year. Decides nothing."""
