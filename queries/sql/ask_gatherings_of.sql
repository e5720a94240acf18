-- purpose: when and where at least k of some patients settled within so many minutes
-- parameters: $patients, $k, $minutes, $limit
-- reads: settlement
-- A window begins at a settlement; one that lies within an earlier one is left out.
WITH own AS (
  SELECT setl_id, patient, kind, fixmedins_code, setl_time, fund_pay_sumamt FROM settlement
  WHERE patient IN (SELECT substr(unnest($patients::VARCHAR[]), 9))
), start AS (
  SELECT DISTINCT kind, fixmedins_code, setl_time FROM own
), gathering AS (
  SELECT s.kind, s.fixmedins_code, s.setl_time AS begin, max(o.setl_time) AS finish,
    list(DISTINCT o.patient ORDER BY o.patient) AS patients, list(o.setl_id ORDER BY o.setl_id) AS setl_ids,
    (sum(o.fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt
  FROM start s JOIN own o ON o.fixmedins_code = s.fixmedins_code
    AND o.setl_time BETWEEN s.setl_time AND s.setl_time + to_minutes($minutes)
  GROUP BY s.kind, s.fixmedins_code, s.setl_time
  HAVING count(DISTINCT o.patient) >= $k
)
SELECT g.kind, g.fixmedins_code AS id, g.begin, g.finish AS "end", len(g.patients) AS number, g.patients, g.setl_ids,
  g.fund_pay_sumamt, count(*) OVER () AS total
FROM gathering g
WHERE NOT EXISTS (
  SELECT 1 FROM start s
  WHERE s.fixmedins_code = g.fixmedins_code AND s.setl_time < g.begin AND g.finish <= s.setl_time + to_minutes($minutes)
)
ORDER BY g.begin, g.kind, id
LIMIT $limit
