-- purpose: relationships TREATED_BY of the entity graph
-- parameters: none
-- reads: hop
SELECT a, b, n, first, last, fund FROM hop WHERE type = 'TREATED_BY' ORDER BY a, b
