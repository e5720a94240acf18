-- purpose: fee lines of drugs on outpatient bills, with the days that they last as billed, those of a person, drug and
--          settlement together; `given`: injected on the bill of a treatment (dialysis, infusions, operations)
-- parameters: none
-- reads: settlement(row, who, position), line, item
WITH drug AS (
  SELECT item, coalesce(hilist_name LIKE '%注射%', FALSE) AS injected FROM item
  WHERE list_type[:3] IN ('101', '103') OR (list_type IS NULL AND med_chrgitm_type[:2] IN ('09', '11'))
), treatment AS (
  SELECT item FROM item WHERE med_chrgitm_type[:2] IN ('05', '06')
), treated AS (
  SELECT DISTINCT position FROM line SEMI JOIN treatment ON treatment.item = line.item WHERE cnt > 0
)
SELECT s.row, l.article AS drug, l.prd_days::DOUBLE AS days, d.injected AND t.position IS NOT NULL AS given
FROM line l
JOIN drug d ON d.item = l.item
JOIN settlement s ON s.position = l.position
LEFT JOIN treated t ON t.position = l.position
WHERE l.cnt > 0 AND NOT s.stay
ORDER BY s.who, l.article, s.setl_time::DATE, s.fixmedins_code, s.row
