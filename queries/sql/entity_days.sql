-- purpose: what an institution or a doctor settled on each day, by institution
-- parameters: $kind, $id
-- reads: settlement
SELECT setl_time::DATE AS day, kind, fixmedins_code, count(*) AS settlements, count(DISTINCT patient) AS patients,
  count(*) FILTER (stay) AS stays, sum(medfee_sumamt) AS medfee_sumamt, sum(fund_pay_sumamt) AS fund_pay_sumamt
FROM settlement
WHERE CASE $kind WHEN 'doctor' THEN doctor ELSE fixmedins_code END = $id
GROUP BY ALL
ORDER BY day, fixmedins_code
