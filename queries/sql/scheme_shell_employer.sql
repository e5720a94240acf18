-- purpose: one row a newly joined person of childbearing age and employer: when he or she joined and left (null: still
--          there or unknown), and the maternity settlements of the period (row null: none)
-- parameters: since (who joined earlier is not new)
-- reads: settlement(row), person, psn_insu_d, psn_info_b
WITH spell AS (
  -- Staff who never settle anything count as staff too, and may be in no other table.
  SELECT coalesce(p.patient, i.psn_no) AS patient, i.emp_no, min(i.psn_insu_date) AS joined,
    CASE WHEN count(*) = count(i.paus_insu_date) THEN max(i.paus_insu_date) END AS quit
  FROM psn_insu_d i LEFT JOIN person p ON p.psn_no = i.psn_no
  -- Residents have no employer: their emp_no is a village.
  WHERE i.emp_no IS NOT NULL AND i.psn_insu_date IS NOT NULL
    AND coalesce(i.insutype, '310') NOT IN ('380', '390', '391', '392')
  GROUP BY coalesce(p.patient, i.psn_no), i.emp_no
  HAVING min(i.psn_insu_date) >= $since
), sex AS (
  SELECT p.patient, max(b.gend) AS gend, min(b.brdy) AS brdy
  FROM psn_info_b b JOIN person p ON p.psn_no = b.psn_no GROUP BY p.patient
), birth AS (
  SELECT s.row, s.patient, least(coalesce(s.begndate, s.setl_time::DATE), s.setl_time::DATE) AS day
  FROM settlement s WHERE s.med_type LIKE '51%' OR s.med_type LIKE '52%' OR s.med_type LIKE '53%'
)
SELECT e.patient, e.emp_no, e.joined, e.quit, b.row, b.day
FROM spell e
LEFT JOIN sex x ON x.patient = e.patient
LEFT JOIN birth b ON b.patient = e.patient
WHERE coalesce(x.gend, '2') <> '1' AND (x.brdy IS NULL OR e.joined - x.brdy BETWEEN 16 * 365 AND 50 * 365)
ORDER BY e.emp_no, e.patient, b.row
