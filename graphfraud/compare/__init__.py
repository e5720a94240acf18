"""A hospital's own records against the bureau's settlements: which visits and articles only one of them has."""
