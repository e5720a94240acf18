"""A deterministic sample city with rings, innocent look-alikes and the truth."""
