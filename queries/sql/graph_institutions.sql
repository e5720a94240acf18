-- purpose: nodes Institution
-- parameters: $names (whether the rows hold names)
-- reads: entity, medins_info_b
SELECT e.key, e.kind, CASE WHEN $names THEN m.fixmedins_name END AS name, e.watch, e.id AS fixmedins_code, m.hosp_lv,
  m.fix_blng_admdvs, e.degree, e.settlements, e.first, e.last, e.medfee_sumamt, e.fund_pay_sumamt, e.acct_pay
FROM entity e LEFT JOIN medins_info_b m ON m.fixmedins_code = e.id
WHERE e.kind IN ('hospital', 'clinic', 'pharmacy')
ORDER BY e.key
