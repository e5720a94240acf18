"""Expected counts, p-values and false-discovery rates."""
