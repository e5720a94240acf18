"""Mappings that ship with the product; see `ingest.mapping` for the form."""
