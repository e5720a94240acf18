"""Engines that run the SQL texts."""
