-- purpose: uses of chronic-disease entitlements, whether each was registered first within the period (fresh), and the
--          earlier settlements for the same disease (they show that it is no new one)
-- parameters: none
-- reads: settlement(row), person, setl_d, opsp_reg_d
WITH span AS (
  SELECT min(setl_time)::DATE AS first_day, max(setl_time)::DATE AS last_day FROM settlement
), registered AS (
  SELECT p.patient, o.opsp_dise_code AS dise, o.begndate, o.ide_fixmedins_no AS house, o.diag_dr_codg AS dr_code,
    row_number() OVER (
      PARTITION BY p.patient, o.opsp_dise_code ORDER BY o.begndate, o.ide_fixmedins_no, o.diag_dr_codg
    ) AS number
  FROM opsp_reg_d o JOIN person p ON p.psn_no = o.psn_no
), entitled AS (
  SELECT r.*, r.begndate >= span.first_day AS fresh FROM registered r CROSS JOIN span
  WHERE r.number = 1 AND r.begndate <= span.last_day
)
SELECT s.row, f.dise, f.begndate, f.house, f.fresh,
  CASE
    WHEN length(f.dr_code) = 13 AND f.dr_code LIKE 'D%' AND try_cast(substr(f.dr_code, 2) AS UBIGINT) IS NOT NULL
      THEN f.dr_code
    ELSE f.house || '/' || f.dr_code
  END AS doctor,
  s.setl_time::DATE - f.begndate AS days_after
FROM settlement s
JOIN entitled f ON f.patient = s.patient
JOIN setl_d d ON d.setl_id = s.setl_id
WHERE d.dise_no LIKE f.dise || '%' OR f.dise LIKE d.dise_no || '%' OR (d.dise_no IS NULL AND s.med_type LIKE '14%')
ORDER BY s.row, f.dise
