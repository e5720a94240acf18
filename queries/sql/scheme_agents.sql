-- purpose: the insured persons behind the certificates of agents
-- parameters: certnos (as written on the bills)
-- reads: person, psn_info_b
SELECT DISTINCT b.certno, p.patient
FROM psn_info_b b JOIN person p ON p.psn_no = b.psn_no
WHERE b.certno IN (SELECT unnest($certnos::VARCHAR[]))
ORDER BY b.certno, p.patient
