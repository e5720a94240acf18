-- purpose: trace codes that stand on several settlements, and those of the claims in the graph
-- parameters: none
-- reads: drugtracinfo, settlement, claim(setl_id)
WITH standing AS (
  SELECT DISTINCT t.drug_trac_codg, t.setl_id
  FROM drugtracinfo t SEMI JOIN settlement s ON s.setl_id = t.setl_id
), again AS (
  SELECT * FROM standing QUALIFY count(*) OVER (PARTITION BY drug_trac_codg) >= 2
)
SELECT a.drug_trac_codg, a.setl_id FROM again a SEMI JOIN claim c ON c.setl_id = a.setl_id
