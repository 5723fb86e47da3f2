"""What can be said against a row of the register: object in, findings out."""
