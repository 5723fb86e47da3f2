"""Opinions on provinces' cluster plans: from the letter and its list to what the province did; lists by version."""
