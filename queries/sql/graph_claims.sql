-- purpose: nodes Claim: the settlements that the graph shows
-- parameters: none
-- reads: claim
SELECT setl_id, psn_no, setl_time, begndate, enddate, stay, med_type,
  (medfee_sumamt * 100)::BIGINT AS medfee_sumamt, (fund_pay_sumamt * 100)::BIGINT AS fund_pay_sumamt,
  (acct_pay * 100)::BIGINT AS acct_pay
FROM claim ORDER BY setl_id
