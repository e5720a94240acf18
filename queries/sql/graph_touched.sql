-- purpose: settlements that two states don't both have as they are, and whether the first of them has them at all; rows
--          are compared by a hash of 64 bits and one of the id
-- parameters: none
-- reads: one_state, other_state (settlements)
WITH one AS (
  SELECT setl_id, hash(*COLUMNS(*)) AS hash, hash(setl_id) AS id_hash FROM one_state
), other AS (
  SELECT setl_id, hash(*COLUMNS(*)) AS hash, hash(setl_id) AS id_hash FROM other_state
)
SELECT coalesce(a.setl_id, b.setl_id) AS setl_id, bool_or(a.setl_id IS NOT NULL) AS held
FROM one a FULL JOIN other b ON b.hash = a.hash AND b.id_hash = a.id_hash
WHERE a.setl_id IS NULL OR b.setl_id IS NULL
GROUP BY ALL
