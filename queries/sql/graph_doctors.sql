-- purpose: nodes Doctor
-- parameters: $names (whether the rows hold names)
-- reads: entity, dr_info_b
WITH named AS (
  SELECT coalesce(main_pracins_no, '') AS place, dr_code, any_value(dr_name ORDER BY dr_name) AS dr_name
  FROM dr_info_b GROUP BY ALL
), sole AS (
  SELECT dr_code, any_value(dr_name ORDER BY dr_name) AS dr_name FROM named GROUP BY dr_code
)
SELECT e.key, e.kind, CASE WHEN $names THEN coalesce(n.dr_name, s.dr_name) END AS name, e.watch, e.id AS dr_code,
  e.degree, e.settlements, e.first, e.last, e.medfee_sumamt, e.fund_pay_sumamt, e.acct_pay
FROM entity e
LEFT JOIN named n ON e.id = n.place || '/' || n.dr_code
LEFT JOIN sole s ON s.dr_code = e.id
WHERE e.kind = 'doctor'
ORDER BY e.key
