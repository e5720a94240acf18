"""Letters, pictures and sheets of reports."""
