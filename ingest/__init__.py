"""Source formats: readers, mappings, checks, loading and the data-quality report."""
