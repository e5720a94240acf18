-- purpose: relationships PRACTISES_AT of the entity graph
-- parameters: none
-- reads: hop
SELECT a, b, n, first, last, fund FROM hop WHERE type = 'PRACTISES_AT' ORDER BY a, b
