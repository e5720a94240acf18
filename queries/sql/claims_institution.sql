-- purpose: the kind of each institution: pharmacy by code (P…) or by selling only (med_type 41), hospital by stays
--          or by a level, else clinic
-- parameters: none
-- reads: setl_d, medins_info_b
WITH seen AS (
  SELECT fixmedins_code, avg((med_type LIKE '41%')::INT) AS sales,
    max((substr(med_type, 1, 2) IN ('21', '22', '23', '24', '25', '26', '28', '52'))::INT) AS stays
  FROM setl_d GROUP BY fixmedins_code
)
SELECT coalesce(s.fixmedins_code, m.fixmedins_code) AS fixmedins_code,
  CASE
    WHEN coalesce(s.fixmedins_code, m.fixmedins_code) LIKE 'P%' OR s.sales >= 0.9 THEN 'pharmacy'
    WHEN s.stays = 1 OR m.hosp_lv IN ('01', '02', '03', '04', '05', '06', '07', '1', '2') THEN 'hospital'
    ELSE 'clinic'
  END AS kind
FROM seen s FULL JOIN medins_info_b m ON m.fixmedins_code = s.fixmedins_code
