"""Bring a graph server up to date with the lake and its runs."""
