"""Pages for people: fetch and authorise, call one action or query, render. Decides nothing."""
