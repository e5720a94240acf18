"""One family of evidence each."""
