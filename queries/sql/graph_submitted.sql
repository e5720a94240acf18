-- purpose: relationships SUBMITTED: patient to claim
-- parameters: none
-- reads: settlement
SELECT 'patient:' || patient AS a, setl_id AS b FROM settlement ORDER BY a, b
