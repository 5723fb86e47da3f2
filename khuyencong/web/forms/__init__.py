"""What the pages ask a person to type, and how it is read. Decides nothing and saves nothing."""
