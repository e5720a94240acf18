"""One view each."""
