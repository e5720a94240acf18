-- purpose: nodes Claim: every settlement that stands
-- parameters: none
-- reads: settlement
SELECT setl_id, psn_no, setl_time, begndate, enddate, stay, med_type,
  (medfee_sumamt * 100)::BIGINT AS medfee_sumamt, (fund_pay_sumamt * 100)::BIGINT AS fund_pay_sumamt,
  (acct_pay * 100)::BIGINT AS acct_pay
FROM settlement ORDER BY setl_id
