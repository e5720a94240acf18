"""The lake: Delta tables of every row as loaded, the batch ledger and the quarantine."""
