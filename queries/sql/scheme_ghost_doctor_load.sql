-- purpose: the consultations of doctors who have days with more of them than a day can hold, and which days these are;
--          pharmacies, stays, registered chronic diseases and special drugs (refills, courses) and bills stamped in a
--          batch or without a clock are left out
-- parameters: batch_size (bills of a place in one second that are a batch), day_bills (a fuller day is too full),
--             min_days (fewest such days)
-- reads: settlement(row)
WITH bill AS (
  SELECT row, doctor, fixmedins_code, setl_time, coalesce(begndate, setl_time::DATE) AS day,
    count(*) OVER (PARTITION BY fixmedins_code, setl_time) AS stamped
  FROM settlement
  WHERE kind <> 'pharmacy' AND NOT stay AND doctor IS NOT NULL AND substr(med_type, 1, 2) NOT IN ('14', '15')
), consultation AS (
  SELECT row, doctor, fixmedins_code, day FROM bill WHERE stamped < $batch_size AND setl_time > setl_time::DATE
), full_day AS (
  SELECT doctor, day FROM consultation GROUP BY doctor, day HAVING count(*) > $day_bills
), busy AS (
  SELECT doctor FROM full_day GROUP BY doctor HAVING count(*) >= $min_days
)
SELECT c.row, c.doctor, c.fixmedins_code, c.day - DATE '1970-01-01' AS day, f.day IS NOT NULL AS full_day
FROM consultation c
SEMI JOIN busy ON busy.doctor = c.doctor
LEFT JOIN full_day f ON f.doctor = c.doctor AND f.day = c.day
ORDER BY c.doctor, c.day, c.row
