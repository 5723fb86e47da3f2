"""Charts drawn on the server as SVG: geometry only. Which figures they show is decided by the pages."""
