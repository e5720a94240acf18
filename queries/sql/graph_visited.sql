-- purpose: relationships VISITED of the entity graph
-- parameters: none
-- reads: hop
SELECT a, b, n, first, last, fund FROM hop WHERE type = 'VISITED' ORDER BY a, b
