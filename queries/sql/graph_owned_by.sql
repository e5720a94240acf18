-- purpose: relationships OWNED_BY: institution to owner
-- parameters: none
-- reads: owned(place, owner)
SELECT place AS a, owner AS b FROM owned ORDER BY a, b
