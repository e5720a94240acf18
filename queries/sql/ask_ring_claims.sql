-- purpose: settlements behind a ring's evidence
-- parameters: $setl_ids
-- reads: settlement
SELECT setl_id, patient, psn_no, kind, fixmedins_code, doctor, setl_time, begndate, enddate, stay, med_type,
  (medfee_sumamt * 100)::BIGINT AS medfee_sumamt, (fund_pay_sumamt * 100)::BIGINT AS fund_pay_sumamt,
  (acct_pay * 100)::BIGINT AS acct_pay
FROM settlement
WHERE setl_id IN (SELECT unnest($setl_ids::VARCHAR[]))
ORDER BY setl_time, setl_id
