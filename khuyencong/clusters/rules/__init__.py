"""Claims someone could cite: limits of the law, names printed twice, what an opinion needs before it goes on."""
