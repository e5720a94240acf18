-- purpose: pharmacies where a doctor's patients buy within so many days of a visit
-- parameters: $doctor, $days, $min_patients, $limit
-- reads: settlement
WITH visit AS (
  SELECT setl_id, patient, setl_time FROM settlement WHERE doctor = substr($doctor, 8) AND kind <> 'pharmacy'
), filled AS (
  SELECT v.setl_id AS visit, p.*
  FROM settlement p JOIN visit v ON v.patient = p.patient
  WHERE p.kind = 'pharmacy' AND p.setl_time BETWEEN v.setl_time AND v.setl_time + to_hours(24 * $days)
), purchase AS (
  SELECT DISTINCT setl_id, fixmedins_code, setl_time, medfee_sumamt, fund_pay_sumamt, acct_pay FROM filled
), counted AS (
  SELECT fixmedins_code, count(DISTINCT patient) AS patients, count(DISTINCT visit) AS visits FROM filled
  GROUP BY fixmedins_code HAVING count(DISTINCT patient) >= $min_patients
)
SELECT c.fixmedins_code AS pharmacy, c.patients, (SELECT count(DISTINCT patient) FROM visit) AS of_patients, c.visits,
  count(*) AS purchases, min(p.setl_time) AS first, max(p.setl_time) AS last,
  (sum(p.medfee_sumamt) * 100)::BIGINT AS medfee_sumamt, (sum(p.fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt,
  (sum(p.acct_pay) * 100)::BIGINT AS acct_pay, count(*) OVER () AS total
FROM counted c JOIN purchase p ON p.fixmedins_code = c.fixmedins_code
GROUP BY c.fixmedins_code, c.patients, c.visits
ORDER BY c.patients DESC, pharmacy
LIMIT $limit
