-- purpose: number of neighbours of each entity, from that in an earlier state and the pairs that have come and gone since
-- parameters: none
-- reads: hop, hop_before (of the pairs that differing settlements name), degree_before(key, degree)
SELECT key, sum(degree)::BIGINT AS degree
FROM (
  SELECT key, degree FROM degree_before
  UNION ALL SELECT a, 1 FROM hop
  UNION ALL SELECT b, 1 FROM hop
  UNION ALL SELECT a, -1 FROM hop_before
  UNION ALL SELECT b, -1 FROM hop_before
)
GROUP BY key
