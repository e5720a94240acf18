"""What GraphFraud costs, measured beside the plain ways of doing the same."""
