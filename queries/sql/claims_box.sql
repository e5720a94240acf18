-- purpose: the scans of trace codes that were scanned more than once
-- parameters: none
-- reads: drugtracinfo
-- Most codes are scanned once: their texts are never compared, only the hashes, which may take in a code too many.
WITH hashed AS (
  SELECT hash(drug_trac_codg) AS code FROM drugtracinfo
), often AS (
  SELECT code FROM hashed GROUP BY code HAVING count(*) > 1
)
SELECT t.drug_trac_codg, t.setl_id, t.hilist_code, t.trdn_flag, t.mdtrt_setl_type
FROM drugtracinfo t SEMI JOIN often o ON o.code = hash(t.drug_trac_codg)
ORDER BY ALL
