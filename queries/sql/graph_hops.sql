-- purpose: the entity graph: each pair of entities that share settlements, with how many, when and how much
-- parameters: none
-- reads: settlement
WITH ends AS MATERIALIZED (
  SELECT 'patient:' || patient AS patient, kind || ':' || fixmedins_code AS place, 'doctor:' || doctor AS doctor,
    setl_time, (fund_pay_sumamt * 100)::BIGINT AS fund
  FROM settlement
), pair AS (
  SELECT 'VISITED' AS type, patient AS a, place AS b, setl_time, fund FROM ends
  UNION ALL SELECT 'TREATED_BY', patient, doctor, setl_time, fund FROM ends WHERE doctor IS NOT NULL
  UNION ALL SELECT 'PRACTISES_AT', doctor, place, setl_time, fund FROM ends WHERE doctor IS NOT NULL
)
SELECT type, a, b, count(*) AS n, min(setl_time) AS first, max(setl_time) AS last, sum(fund)::BIGINT AS fund
FROM pair GROUP BY type, a, b
