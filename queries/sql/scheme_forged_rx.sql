-- purpose: special and costly drugs bought at pharmacies: article, prescriber, and whether the person had no visit before
--          at all (unseen: to any hospital or house of the prescriber), or none to a house of the prescriber (unmet)
-- parameters: min_price (of the dearest line, yuan), days (a prescription is good for), long_days (for registered
--             patients and long prescriptions), digits (of a region code that name the pooling area)
-- reads: settlement(row, who, position), setl_d, psn_info_b, medins_info_b, basket, opsp_reg_d, person, dr_info_b
WITH first_day AS (
  SELECT min(setl_time)::DATE AS day FROM settlement
), registered AS (
  SELECT p.patient, min(o.begndate) AS since FROM opsp_reg_d o JOIN person p ON p.psn_no = o.psn_no GROUP BY p.patient
), purchase AS (
  SELECT s.row, s.who, s.fixmedins_code, s.setl_time::DATE AS day, b.article,
    coalesce(CASE WHEN s.doctor NOT LIKE '%/%' THEN s.doctor END, b.prescriber) AS prescriber,
    CASE WHEN r.since <= s.setl_time::DATE OR b.supply > $days THEN $long_days ELSE $days END AS window_days,
    substr(coalesce(d.insu_admdvs, p.insu_admdvs), 1, $digits) <> substr(m.fix_blng_admdvs, 1, $digits) AS far,
    s.med_type LIKE '15%' AS special
  FROM settlement s
  JOIN basket b ON b.position = s.position
  JOIN setl_d d ON d.setl_id = s.setl_id
  LEFT JOIN psn_info_b p ON p.psn_no = d.psn_no
  LEFT JOIN medins_info_b m ON m.fixmedins_code = s.fixmedins_code
  LEFT JOIN registered r ON r.patient = s.patient
  -- Whoever pays all from the own account or pocket needs no prescription for it.
  WHERE s.kind = 'pharmacy'
    AND (s.med_type LIKE '15%' OR (b.price >= $min_price AND coalesce(d.fund_pay_sumamt > 0, TRUE)))
), house AS (
  SELECT doctor, fixmedins_code FROM settlement
  WHERE kind <> 'pharmacy' AND doctor IN (SELECT prescriber FROM purchase)
  UNION
  SELECT b.dr_code, b.main_pracins_no FROM dr_info_b b
  WHERE b.main_pracins_no IN (SELECT fixmedins_code FROM settlement) AND b.dr_code IN (SELECT prescriber FROM purchase)
), visit AS (
  SELECT s.who, s.fixmedins_code, s.kind, least(coalesce(s.begndate, s.setl_time::DATE), s.setl_time::DATE) AS begun,
    greatest(coalesce(s.enddate, s.setl_time::DATE), s.setl_time::DATE) AS ended
  FROM settlement s SEMI JOIN purchase p ON p.who = s.who
  WHERE s.kind <> 'pharmacy'
), seen AS (
  SELECT p.row, bool_or(h.doctor IS NOT NULL) AS met
  FROM purchase p
  JOIN visit v ON v.who = p.who AND v.begun <= p.day AND v.ended >= p.day - p.window_days::INT
  LEFT JOIN house h ON h.doctor = p.prescriber AND h.fixmedins_code = v.fixmedins_code
  WHERE v.kind = 'hospital' OR h.doctor IS NOT NULL
  GROUP BY p.row
)
SELECT p.row, p.article, p.prescriber, p.special, coalesce(p.far, FALSE) AS far, s.row IS NULL AS unseen,
  NOT coalesce(s.met, FALSE) AS unmet
FROM purchase p
CROSS JOIN first_day f
LEFT JOIN seen s ON s.row = p.row
WHERE p.day - p.window_days::INT >= f.day
  AND (p.prescriber IS NULL OR p.prescriber IN (SELECT doctor FROM house))
ORDER BY p.row
