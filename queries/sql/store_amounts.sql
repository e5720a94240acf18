-- purpose: what settlements add up to, each once, refunds netted (yuan)
-- parameters: none
-- reads: settlement, chosen
SELECT
  coalesce(sum(medfee_sumamt), 0)::DECIMAL(18, 2) AS medfee_sumamt,
  coalesce(sum(fund_pay_sumamt), 0)::DECIMAL(18, 2) AS fund_pay_sumamt,
  coalesce(sum(acct_pay), 0)::DECIMAL(18, 2) AS acct_pay,
  count(*) AS settlements
FROM settlement
WHERE setl_id IN (SELECT setl_id FROM chosen)
