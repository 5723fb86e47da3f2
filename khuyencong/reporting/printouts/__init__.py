"""One file per report: its code, title, legal basis, parameters and what its paper says."""
