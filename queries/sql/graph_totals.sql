-- purpose: settlements of each patient, doctor and institution: how many, when, and the money in cents
-- parameters: none
-- reads: settlement
WITH ends AS MATERIALIZED (
  SELECT 'patient:' || patient AS patient, kind || ':' || fixmedins_code AS place, 'doctor:' || doctor AS doctor,
    setl_time, (medfee_sumamt * 100)::BIGINT AS medfee, (fund_pay_sumamt * 100)::BIGINT AS fund,
    (acct_pay * 100)::BIGINT AS acct
  FROM settlement
), one AS (
  SELECT patient AS key, setl_time, medfee, fund, acct FROM ends
  UNION ALL SELECT place, setl_time, medfee, fund, acct FROM ends
  UNION ALL SELECT doctor, setl_time, medfee, fund, acct FROM ends WHERE doctor IS NOT NULL
)
SELECT key, count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
  sum(medfee)::BIGINT AS medfee_sumamt, sum(fund)::BIGINT AS fund_pay_sumamt, sum(acct)::BIGINT AS acct_pay
FROM one GROUP BY key
