-- purpose: relationships SCANNED: claim to trace code
-- parameters: none
-- reads: scan
SELECT setl_id AS a, drug_trac_codg AS b FROM scan ORDER BY a, b
