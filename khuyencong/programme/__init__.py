"""The annual plan, its projects and the allocation of money to them. Never places, law or money mechanics."""
