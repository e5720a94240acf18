-- purpose: settlements with an item that the patient's sex rules out
-- parameters: none
-- reads: settlement(row, position), person, psn_info_b, line, item
WITH said AS (
  SELECT p.patient, b.gend,
    CASE WHEN length(b.certno) = 18 THEN 2 - try_cast(substr(b.certno, 17, 1) AS INTEGER) % 2 END AS by_certno
  FROM psn_info_b b JOIN person p ON p.psn_no = b.psn_no
), sex AS (
  -- Only where the register and the identity number agree: a wrong entry must not make a suspect.
  SELECT patient, min(gend) AS gend FROM said WHERE gend IN ('1', '2')
  GROUP BY patient
  HAVING min(gend) = max(gend) AND coalesce(min(by_certno), try_cast(min(gend) AS INTEGER)) = try_cast(min(gend) AS INTEGER)
), service AS (
  SELECT item, hilist_name LIKE '%前列腺%' OR hilist_name LIKE '%睾丸%' AS male FROM item
  -- Prostaglandins are named for the gland and given to anybody.
  WHERE (hilist_name LIKE '%前列腺%' AND hilist_name NOT LIKE '%前列腺素%') OR hilist_name LIKE '%睾丸%'
    OR hilist_name LIKE '%产前%' OR hilist_name LIKE '%分娩%' OR hilist_name LIKE '%剖宫产%'
    OR hilist_name LIKE '%子宫%' OR hilist_name LIKE '%宫颈%' OR hilist_name LIKE '%卵巢%'
), bill AS (
  SELECT l.position, bool_or(v.male) AS male, bool_or(NOT v.male) AS female
  FROM line l JOIN service v ON v.item = l.item
  GROUP BY l.position
)
SELECT s.row, CASE WHEN x.gend = '1' THEN b.female ELSE b.male END AS impossible
FROM bill b
JOIN settlement s ON s.position = b.position
JOIN sex x ON x.patient = s.patient
-- The bills of a birth may be paid from the father's insurance, and a newborn's from a parent's.
WHERE s.med_type NOT LIKE '51%' AND s.med_type NOT LIKE '52%' AND s.med_type NOT LIKE '53%'
ORDER BY s.row
