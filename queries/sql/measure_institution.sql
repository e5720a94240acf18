-- purpose: every institution with the measures that its peers are compared by; peers have its kind, and its level
-- parameters: $busy (settlements from which the busiest day says something)
-- reads: institution, medins_info_b, level, billed
WITH daily AS (
  SELECT fixmedins_code, day, count(*) AS n FROM billed GROUP BY ALL
), busiest AS (
  SELECT fixmedins_code, max(n) / sum(n) AS share FROM daily GROUP BY fixmedins_code HAVING sum(n) >= $busy
), total AS (
  SELECT fixmedins_code, count(*) AS settlements, count(DISTINCT patient) AS patients,
    count(DISTINCT doctor) AS doctors, sum(medfee) AS medfee, sum(fund) AS fund, sum(acct) AS acct,
    sum(cash) / nullif(sum(cash_of), 0) AS cash_share, avg(remote::INT) AS remote_share, avg(stay::INT) AS stay_share,
    avg(days) AS stay_days
  FROM billed GROUP BY fixmedins_code
)
SELECT i.kind, i.fixmedins_code AS id, m.fixmedins_name AS name, i.kind AS wide, l.level::VARCHAR AS narrow,
  coalesce(t.settlements, 0)::DOUBLE AS settlements, t.fund / t.settlements AS fund_each,
  t.remote_share, CASE WHEN i.kind = 'hospital' THEN t.stay_share END AS stay_share,
  CASE WHEN i.kind = 'hospital' THEN t.stay_days END AS stay_days, t.cash_share,
  CASE WHEN i.kind = 'pharmacy' THEN t.acct / nullif(t.medfee, 0) END AS acct_share,
  b.share AS busiest_share, t.settlements / t.patients AS per_patient,
  CASE WHEN i.kind <> 'pharmacy' THEN t.patients / nullif(t.doctors, 0) END AS per_doctor
FROM institution i
LEFT JOIN total t ON t.fixmedins_code = i.fixmedins_code
LEFT JOIN busiest b ON b.fixmedins_code = i.fixmedins_code
LEFT JOIN medins_info_b m ON m.fixmedins_code = i.fixmedins_code
LEFT JOIN level l ON l.fixmedins_code = i.fixmedins_code AND i.kind = 'hospital'
ORDER BY id
