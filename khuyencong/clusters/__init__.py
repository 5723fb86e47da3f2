"""Industrial clusters: provinces' lists by version, and the opinions given on them."""
