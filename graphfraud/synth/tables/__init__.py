"""The city as national tables: one function a table gives the Arrow rows of an index."""
