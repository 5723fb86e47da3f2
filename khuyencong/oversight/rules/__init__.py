"""Claims someone could cite."""
