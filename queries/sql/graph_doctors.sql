-- purpose: nodes Doctor: every doctor with a settlement that stands
-- parameters: none
-- reads: settlement, degree
SELECT 'doctor:' || s.doctor AS key, 'doctor' AS kind, s.doctor AS dr_code, any_value(d.degree) AS degree,
  count(*) AS settlements, min(s.setl_time) AS first, max(s.setl_time) AS last,
  (sum(s.medfee_sumamt) * 100)::BIGINT AS medfee_sumamt, (sum(s.fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt,
  (sum(s.acct_pay) * 100)::BIGINT AS acct_pay
FROM settlement s JOIN degree d ON d.key = 'doctor:' || s.doctor
GROUP BY s.doctor
ORDER BY key
