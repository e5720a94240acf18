-- purpose: settlements reimbursed by hand at the agency, with account, agent, invoice and operator
-- parameters: none
-- reads: settlement(row), setl_d, medins_info_b
WITH house AS (
  SELECT DISTINCT bankacct FROM medins_info_b WHERE bankacct IS NOT NULL
)
SELECT s.row, CASE WHEN h.bankacct IS NULL THEN d.bankacct END AS bankacct, d.agnter_tel, d.agnter_certno, d.invono,
  d.opter_id
FROM setl_d d
JOIN settlement s ON s.setl_id = d.setl_id
LEFT JOIN house h ON h.bankacct = d.bankacct
WHERE d.setl_type = '1'
ORDER BY s.row
