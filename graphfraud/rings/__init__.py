"""From links to rings: communities, venues, roles, score, stability, lineage, words."""
