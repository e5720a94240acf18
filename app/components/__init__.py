"""Parts that views share."""
