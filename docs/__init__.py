"""The documents, and what makes the generated ones."""
