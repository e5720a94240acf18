-- purpose: settlements that two states don't both have as they are, from either of them; rows are compared by two hashes of
--          64 bits
-- parameters: none
-- reads: one_state, other_state (settlements)
WITH one AS MATERIALIZED (
  SELECT setl_id, patient, kind, fixmedins_code, doctor,
    hash(*COLUMNS(*)) AS one_hash, hash('again', *COLUMNS(*)) AS other_hash
  FROM one_state
), other AS MATERIALIZED (
  SELECT setl_id, patient, kind, fixmedins_code, doctor,
    hash(*COLUMNS(*)) AS one_hash, hash('again', *COLUMNS(*)) AS other_hash
  FROM other_state
)
SELECT o.* EXCLUDE (one_hash, other_hash)
FROM one o ANTI JOIN other h ON h.one_hash = o.one_hash AND h.other_hash = o.other_hash
UNION ALL
SELECT o.* EXCLUDE (one_hash, other_hash)
FROM other o ANTI JOIN one h ON h.one_hash = o.one_hash AND h.other_hash = o.other_hash
