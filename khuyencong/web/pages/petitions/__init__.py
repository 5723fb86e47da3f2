"""Petitions from arrival to the recorded answer, and guidance published from answers."""
