-- purpose: settlements that stand, each once, refunds netted (yuan)
-- parameters: none
-- reads: settlement, chosen
SELECT setl_id, fixmedins_code, medfee_sumamt, fund_pay_sumamt, acct_pay
FROM settlement
WHERE setl_id IN (SELECT setl_id FROM chosen)
ORDER BY setl_id
