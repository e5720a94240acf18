"""The report on a ring, read back."""
