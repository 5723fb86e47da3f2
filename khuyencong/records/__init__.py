"""What happened: events, files, import runs. Never who may do what."""
