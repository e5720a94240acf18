-- purpose: outpatient purchases of a drug by persons who bought it several times, with the days that it lasts as billed;
--          injections on the bill of a treatment (dialysis, infusions, operations) are given there, and left out
-- parameters: least (fewest purchases of a drug by a person)
-- reads: settlement(row, who, position), line, item
WITH drug AS (
  SELECT item, coalesce(hilist_name LIKE '%注射%', FALSE) AS injected FROM item
  WHERE list_type[:3] IN ('101', '103') OR (list_type IS NULL AND med_chrgitm_type[:2] IN ('09', '11'))
), treatment AS (
  SELECT item FROM item WHERE med_chrgitm_type[:2] IN ('05', '06')
), outside AS (
  SELECT row, who, position FROM settlement WHERE NOT stay
), treated AS (
  SELECT DISTINCT position FROM line SEMI JOIN treatment ON treatment.item = line.item WHERE cnt > 0
), sold AS (
  SELECT o.row, o.who, l.position, l.article AS drug, max(l.prd_days) AS days, bool_or(d.injected) AS injected
  FROM line l JOIN drug d ON d.item = l.item JOIN outside o ON o.position = l.position
  WHERE l.cnt > 0
  GROUP BY o.row, o.who, l.position, l.article
), bought AS (
  SELECT row, who, drug, days FROM sold
  WHERE NOT injected OR position NOT IN (SELECT position FROM treated)
)
SELECT row, drug, days::DOUBLE AS days FROM bought
QUALIFY count(*) OVER (PARTITION BY who, drug) >= $least
ORDER BY row, drug
