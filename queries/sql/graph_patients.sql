-- purpose: nodes Patient: every person with a settlement that stands
-- parameters: none
-- reads: settlement, person, psn_info_b, degree
WITH total AS (
  SELECT patient, count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
    (sum(medfee_sumamt) * 100)::BIGINT AS medfee_sumamt, (sum(fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt,
    (sum(acct_pay) * 100)::BIGINT AS acct_pay
  FROM settlement GROUP BY patient
), other AS (
  SELECT patient, list(psn_no ORDER BY psn_no) AS aliases FROM person WHERE psn_no <> patient GROUP BY patient
)
SELECT 'patient:' || t.patient AS key, 'patient' AS kind, t.patient AS psn_no, o.aliases, p.insu_admdvs, d.degree,
  t.settlements, t.first, t.last, t.medfee_sumamt, t.fund_pay_sumamt, t.acct_pay
FROM total t
JOIN degree d ON d.key = 'patient:' || t.patient
LEFT JOIN other o ON o.patient = t.patient
LEFT JOIN psn_info_b p ON p.psn_no = t.patient
ORDER BY key
