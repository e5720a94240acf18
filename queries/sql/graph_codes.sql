-- purpose: rows of the trace codes that several settlements name
-- parameters: none
-- reads: drugtracinfo
WITH often AS (
  SELECT drug_trac_codg FROM drugtracinfo GROUP BY drug_trac_codg HAVING min(setl_id) < max(setl_id)
)
SELECT t.* FROM drugtracinfo t SEMI JOIN often o ON o.drug_trac_codg = t.drug_trac_codg
