-- purpose: how many boxes of each settlement were scanned nowhere else
-- parameters: none
-- reads: placed(setl_id, position), drugtracinfo, box
SELECT p.position, count(*)::INTEGER AS boxes
FROM drugtracinfo t JOIN placed p ON p.setl_id = t.setl_id
ANTI JOIN (SELECT DISTINCT drug_trac_codg FROM box) b ON b.drug_trac_codg = t.drug_trac_codg
GROUP BY p.position
ORDER BY p.position
