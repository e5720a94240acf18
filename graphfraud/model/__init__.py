"""The data model: tables, rings, money, masking; data only."""
