-- purpose: settlements of two patients at one institution within so many minutes
-- parameters: $a, $b, $minutes, $limit
-- reads: settlement
WITH own AS (
  SELECT setl_id, patient, kind, fixmedins_code, setl_time FROM settlement
  WHERE patient IN (substr($a, 9), substr($b, 9))
)
SELECT a.kind, a.fixmedins_code AS id, a.setl_id AS a_setl_id, a.setl_time AS a_time, b.setl_id AS b_setl_id,
  b.setl_time AS b_time, abs(epoch_us(a.setl_time) - epoch_us(b.setl_time)) // 1000000 AS seconds,
  count(*) OVER () AS total
FROM own a JOIN own b ON a.fixmedins_code = b.fixmedins_code
WHERE a.patient = substr($a, 9) AND b.patient = substr($b, 9)
  AND a.setl_time <= b.setl_time + to_minutes($minutes) AND b.setl_time <= a.setl_time + to_minutes($minutes)
ORDER BY a.setl_time, a.setl_id, b.setl_time, b.setl_id
LIMIT $limit
