-- purpose: number of neighbours of each entity
-- parameters: none
-- reads: hop
SELECT key, count(*) AS degree FROM (SELECT a AS key FROM hop UNION ALL SELECT b FROM hop) GROUP BY key
