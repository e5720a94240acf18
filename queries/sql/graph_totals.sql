-- purpose: settlements of each patient, doctor and institution: how many, when, and the money in cents; keys are put
--          together once an entity, not once a settlement
-- parameters: none
-- reads: settlement
WITH told AS (
  SELECT 'patient:' || patient AS key, count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
    sum(medfee_sumamt) AS medfee, sum(fund_pay_sumamt) AS fund, sum(acct_pay) AS acct
  FROM settlement GROUP BY patient
  UNION ALL
  SELECT kind || ':' || fixmedins_code, count(*), min(setl_time), max(setl_time),
    sum(medfee_sumamt), sum(fund_pay_sumamt), sum(acct_pay)
  FROM settlement GROUP BY kind, fixmedins_code
  UNION ALL
  SELECT 'doctor:' || doctor, count(*), min(setl_time), max(setl_time),
    sum(medfee_sumamt), sum(fund_pay_sumamt), sum(acct_pay)
  FROM settlement WHERE doctor IS NOT NULL GROUP BY doctor
)
SELECT key, settlements, first, last, (medfee * 100)::BIGINT AS medfee_sumamt,
  (fund * 100)::BIGINT AS fund_pay_sumamt, (acct * 100)::BIGINT AS acct_pay
FROM told
