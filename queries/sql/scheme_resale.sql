-- purpose: outpatient purchases of a drug by persons who bought it several times, with the days that it lasts as billed;
--          injections on the bill of a treatment (dialysis, infusions, operations) are given there, and left out
-- parameters: least (fewest purchases of a drug by a person)
-- reads: settlement(row), fee_list_d
WITH line AS (
  SELECT setl_id, hilist_code AS drug, max(prd_days) AS days, max((hilist_name LIKE '%注射%')::INT) AS injected
  FROM fee_list_d
  WHERE cnt > 0
    AND (list_type[:3] IN ('101', '103') OR (list_type IS NULL AND med_chrgitm_type[:2] IN ('09', '11')))
  GROUP BY setl_id, hilist_code
), treated AS (
  SELECT DISTINCT setl_id FROM fee_list_d WHERE med_chrgitm_type[:2] IN ('05', '06') AND cnt > 0
), bought AS (
  SELECT s.row, s.patient, l.drug, l.days::DOUBLE AS days
  FROM line l JOIN settlement s ON s.setl_id = l.setl_id
  WHERE NOT s.stay AND NOT (coalesce(l.injected, 0) = 1 AND s.setl_id IN (SELECT setl_id FROM treated))
)
SELECT row, drug, days FROM bought
QUALIFY count(*) OVER (PARTITION BY patient, drug) >= $least
ORDER BY row, drug
