-- purpose: who is or was employed where, of the patients with a settlement or in a ring; a resident's emp_no is a village
-- parameters: none
-- reads: settlement, member(kind, id), person, psn_insu_d, psn_info_b
WITH resident AS (
  SELECT DISTINCT emp_no FROM psn_insu_d WHERE insutype IN ('380', '390', '391', '392')
), told AS (
  SELECT psn_no, emp_no FROM psn_insu_d WHERE coalesce(insutype, '310') NOT IN ('380', '390', '391', '392')
  UNION SELECT psn_no, emp_no FROM psn_info_b WHERE emp_no NOT IN (SELECT emp_no FROM resident WHERE emp_no IS NOT NULL)
), known AS (
  SELECT patient FROM settlement UNION SELECT id FROM member WHERE kind = 'patient'
)
SELECT DISTINCT coalesce(p.patient, t.psn_no) AS patient, t.emp_no
FROM told t LEFT JOIN person p ON p.psn_no = t.psn_no
SEMI JOIN known k ON k.patient = coalesce(p.patient, t.psn_no)
WHERE t.emp_no IS NOT NULL
