-- purpose: nodes Institution: every institution with a settlement that stands
-- parameters: none
-- reads: settlement, medins_info_b, degree
WITH total AS (
  SELECT kind || ':' || fixmedins_code AS key, any_value(kind) AS kind, any_value(fixmedins_code) AS fixmedins_code,
    count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
    (sum(medfee_sumamt) * 100)::BIGINT AS medfee_sumamt, (sum(fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt,
    (sum(acct_pay) * 100)::BIGINT AS acct_pay
  FROM settlement GROUP BY kind, fixmedins_code
)
SELECT t.key, t.kind, t.fixmedins_code, m.hosp_lv, m.fix_blng_admdvs, d.degree, t.settlements, t.first, t.last,
  t.medfee_sumamt, t.fund_pay_sumamt, t.acct_pay
FROM total t JOIN degree d ON d.key = t.key LEFT JOIN medins_info_b m ON m.fixmedins_code = t.fixmedins_code
ORDER BY key
