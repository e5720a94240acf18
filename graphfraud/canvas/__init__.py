"""The graph that a reader builds up: what was done to it, which entities are on it, and where they lie."""
