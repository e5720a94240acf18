-- purpose: stays that begin within days after another stay of the same patient ended, at the same or another hospital
-- parameters: gap_days (between two hospitals), readmit_days (at one hospital), long_days (a stay as long as this, or
--             one that ends with the month, goes on under a new bill)
-- reads: settlement(row), setl_d, mdtrt_d
-- Left out: births, day surgery, transfers, and courses of chemotherapy, radiotherapy, dialysis, rehabilitation and
-- psychiatry (ICD-10 C, D0, F, G81, I69, N18, Z49 to Z51).
WITH stay AS (
  SELECT s.row, s.patient, s.fixmedins_code, s.begndate, s.enddate, s.med_type, d.mdtrt_id,
    coalesce(m.dscg_maindiag_code, '') AS code, coalesce(m.dscg_maindiag_name, '') AS name
  FROM settlement s JOIN setl_d d ON d.setl_id = s.setl_id LEFT JOIN mdtrt_d m ON m.mdtrt_id = d.mdtrt_id
  WHERE s.stay AND s.begndate <= s.enddate AND substr(s.med_type, 1, 2) NOT IN ('28', '52')
), marked AS (
  SELECT *, substr(code, 1, 1) IN ('C', 'F') OR substr(code, 1, 2) = 'D0'
      OR substr(code, 1, 3) IN ('G81', 'I69', 'N18', 'Z49', 'Z50', 'Z51')
      OR name LIKE '%化疗%' OR name LIKE '%化学治疗%' OR name LIKE '%放疗%' OR name LIKE '%放射治疗%'
      OR name LIKE '%透析%' OR name LIKE '%康复%' OR name LIKE '%恶性肿瘤%' OR name LIKE '%精神%' AS course
  FROM stay
), follow AS (
  SELECT *,
    lag(row) OVER w AS before, lag(fixmedins_code) OVER w AS from_place, lag(begndate) OVER w AS from_begin,
    lag(enddate) OVER w AS from_end, lag(med_type) OVER w AS from_type, lag(mdtrt_id) OVER w AS from_mdtrt,
    lag(course) OVER w AS from_course
  FROM marked WINDOW w AS (PARTITION BY patient ORDER BY begndate, enddate, row)
)
SELECT row, before FROM follow
WHERE NOT course AND NOT from_course AND begndate >= from_end AND begndate > from_begin
  AND (
    (fixmedins_code <> from_place AND begndate - from_end <= $gap_days
      AND substr(med_type, 1, 2) NOT IN ('23', '24') AND substr(from_type, 1, 2) NOT IN ('23', '24'))
    OR (fixmedins_code = from_place AND begndate - from_end <= $readmit_days
      AND NOT coalesce(mdtrt_id = from_mdtrt, FALSE)
      AND NOT (begndate - from_end <= 1 AND (from_end - from_begin >= $long_days
        OR extract('month' FROM from_end + 1) <> extract('month' FROM from_end)
        OR extract('month' FROM begndate - 1) <> extract('month' FROM begndate))))
  )
ORDER BY row
