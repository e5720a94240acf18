"""Long work (scan, what-if, load) as processes of their own, each with a journal in the workspace."""
