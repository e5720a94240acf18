-- purpose: relationships SUBMITTED: patient to claim
-- parameters: none
-- reads: claim
SELECT 'patient:' || patient AS a, setl_id AS b FROM claim ORDER BY a, b
