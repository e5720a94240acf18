-- purpose: nodes TraceCode
-- parameters: none
-- reads: scan
SELECT DISTINCT drug_trac_codg FROM scan ORDER BY drug_trac_codg
