-- purpose: a state's part of the entity graph, of the pairs of entities that differing settlements name: what all states
--          give to them, and what its own differing settlements do
-- parameters: none
-- reads: untouched_hop, claim (the state's differing settlements)
WITH pair AS (
  SELECT type, a, b, n, first, last, fund FROM untouched_hop
  UNION ALL
  SELECT 'VISITED', 'patient:' || patient, kind || ':' || fixmedins_code, 1, setl_time, setl_time,
    (fund_pay_sumamt * 100)::BIGINT
  FROM claim
  UNION ALL
  SELECT 'TREATED_BY', 'patient:' || patient, 'doctor:' || doctor, 1, setl_time, setl_time,
    (fund_pay_sumamt * 100)::BIGINT
  FROM claim WHERE doctor IS NOT NULL
  UNION ALL
  SELECT 'PRACTISES_AT', 'doctor:' || doctor, kind || ':' || fixmedins_code, 1, setl_time, setl_time,
    (fund_pay_sumamt * 100)::BIGINT
  FROM claim WHERE doctor IS NOT NULL
)
SELECT type, a, b, sum(n)::BIGINT AS n, min(first) AS first, max(last) AS last, sum(fund)::BIGINT AS fund
FROM pair GROUP BY type, a, b
