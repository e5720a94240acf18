-- purpose: settlements of each patient, doctor and institution: how many, when, and the money in cents; settlements are
--          read twice, and keys put together once an entity
-- parameters: none
-- reads: settlement
WITH served AS (
  SELECT kind, fixmedins_code, doctor, count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
    sum(medfee_sumamt) AS medfee, sum(fund_pay_sumamt) AS fund, sum(acct_pay) AS acct
  FROM settlement GROUP BY kind, fixmedins_code, doctor
), told AS (
  SELECT 'patient:' || patient AS key, count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
    sum(medfee_sumamt) AS medfee, sum(fund_pay_sumamt) AS fund, sum(acct_pay) AS acct
  FROM settlement GROUP BY patient
  UNION ALL
  SELECT kind || ':' || fixmedins_code, sum(settlements), min(first), max(last), sum(medfee), sum(fund), sum(acct)
  FROM served GROUP BY kind, fixmedins_code
  UNION ALL
  SELECT 'doctor:' || doctor, sum(settlements), min(first), max(last), sum(medfee), sum(fund), sum(acct)
  FROM served WHERE doctor IS NOT NULL GROUP BY doctor
)
SELECT key, settlements::BIGINT AS settlements, first, last, (medfee * 100)::BIGINT AS medfee_sumamt,
  (fund * 100)::BIGINT AS fund_pay_sumamt, (acct * 100)::BIGINT AS acct_pay
FROM told
