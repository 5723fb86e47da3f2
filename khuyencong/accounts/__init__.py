"""Who may sign in, in which role, for which body, and what they may see. Never business rules."""
