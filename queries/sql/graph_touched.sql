-- purpose: settlements that two states don't both have as they are, with the patients that either state gives them to, and
--          whether the first state has them at all; rows are compared by a hash of 64 bits and one of the id
-- parameters: none
-- reads: one_state, other_state (settlements)
WITH one AS (
  SELECT setl_id, patient, hash(*COLUMNS(*)) AS hash, hash(setl_id) AS id_hash FROM one_state
), other AS (
  SELECT setl_id, patient, hash(*COLUMNS(*)) AS hash, hash(setl_id) AS id_hash FROM other_state
), differing AS (
  SELECT coalesce(a.setl_id, b.setl_id) AS setl_id, coalesce(a.patient, b.patient) AS patient, a.setl_id IS NOT NULL AS held
  FROM one a FULL JOIN other b ON b.hash = a.hash AND b.id_hash = a.id_hash
  WHERE a.setl_id IS NULL OR b.setl_id IS NULL
)
SELECT setl_id, patient, bool_or(held) OVER (PARTITION BY setl_id) AS held FROM differing
