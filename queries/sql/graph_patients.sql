-- purpose: nodes Patient
-- parameters: $names (whether the rows hold names)
-- reads: entity, person, psn_info_b
WITH other AS (
  SELECT patient, list(psn_no ORDER BY psn_no) AS aliases FROM person WHERE psn_no <> patient GROUP BY patient
)
SELECT e.key, e.kind, CASE WHEN $names THEN p.psn_name END AS name, e.watch, e.id AS psn_no, o.aliases, p.insu_admdvs,
  e.degree, e.settlements, e.first, e.last, e.medfee_sumamt, e.fund_pay_sumamt, e.acct_pay
FROM entity e LEFT JOIN other o ON o.patient = e.id LEFT JOIN psn_info_b p ON p.psn_no = e.id
WHERE e.kind = 'patient'
ORDER BY e.key
