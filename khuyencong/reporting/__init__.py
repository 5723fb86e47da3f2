"""Reports built from every part below; writes only its own editions."""
