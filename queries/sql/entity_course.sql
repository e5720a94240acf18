-- purpose: a patient's standing settlements with the dates of stays, in the order of time
-- parameters: $id
-- reads: settlement
SELECT setl_id, fixmedins_code, kind, doctor, setl_time, begndate, enddate, stay, med_type, medfee_sumamt, fund_pay_sumamt
FROM settlement
WHERE patient = $id
ORDER BY setl_time, setl_id
