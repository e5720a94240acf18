"""What the explorer and the command line read."""
