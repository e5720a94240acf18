-- purpose: every patient with the measures; peers are of the same age band at the newest settlement
-- parameters: none
-- reads: billed, person, psn_info_b
WITH total AS (
  SELECT patient, count(*) AS settlements, count(DISTINCT fixmedins_code) AS places, sum(medfee) AS medfee,
    sum(fund) AS fund, sum(acct) AS acct, avg(remote::INT) AS remote_share, avg(stay::INT) AS stay_share,
    sum(cash) / nullif(sum(cash_of), 0) AS cash_share
  FROM billed GROUP BY patient
), newest AS (
  SELECT max(day) AS day FROM billed
), born AS (
  SELECT p.psn_no AS patient, date_part('year', age(n.day, p.brdy)) AS years
  FROM psn_info_b p, newest n WHERE p.brdy <= n.day
), everyone AS (
  SELECT DISTINCT patient FROM person
)
SELECT 'patient' AS kind, e.patient AS id, NULL::VARCHAR AS name, 'patient' AS wide,
  -- Children, two halves of working life, the retired, and the old, who claim most.
  CASE WHEN b.years < 18 THEN '0-17' WHEN b.years < 45 THEN '18-44' WHEN b.years < 60 THEN '45-59'
    WHEN b.years < 75 THEN '60-74' WHEN b.years IS NOT NULL THEN '75-' END AS narrow,
  coalesce(t.settlements, 0)::DOUBLE AS settlements, t.places::DOUBLE AS places, t.fund AS fund_sum,
  t.fund / t.settlements AS fund_each, t.acct AS acct_sum, t.remote_share, t.stay_share, t.cash_share
FROM everyone e
LEFT JOIN total t ON t.patient = e.patient
LEFT JOIN born b ON b.patient = e.patient
ORDER BY id
