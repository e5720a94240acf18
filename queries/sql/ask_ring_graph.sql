-- purpose: members of a ring, the links between them, and the hops of the entity graph between them
-- parameters: $ring_id
-- reads: member, link, settlement
WITH own AS (
  SELECT * FROM member WHERE ring_id = $ring_id
), hop AS (
  SELECT 'VISITED' AS type, 'patient:' || patient AS a, kind || ':' || fixmedins_code AS b, setl_time, fund_pay_sumamt
  FROM settlement
  WHERE patient IN (SELECT id FROM own WHERE kind = 'patient')
    AND fixmedins_code IN (SELECT id FROM own WHERE kind IN ('hospital', 'clinic', 'pharmacy'))
  UNION ALL
  SELECT 'TREATED_BY', 'patient:' || patient, 'doctor:' || doctor, setl_time, fund_pay_sumamt FROM settlement
  WHERE patient IN (SELECT id FROM own WHERE kind = 'patient')
    AND doctor IN (SELECT id FROM own WHERE kind = 'doctor')
  UNION ALL
  SELECT 'PRACTISES_AT', 'doctor:' || doctor, kind || ':' || fixmedins_code, setl_time, fund_pay_sumamt FROM settlement
  WHERE doctor IN (SELECT id FROM own WHERE kind = 'doctor')
    AND fixmedins_code IN (SELECT id FROM own WHERE kind IN ('hospital', 'clinic', 'pharmacy'))
), edge AS (
  SELECT type, a, b, NULL AS label, count(*) AS n, NULL AS expected, min(setl_time) AS first, max(setl_time) AS last,
    (sum(fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt
  FROM hop GROUP BY type, a, b
  UNION ALL
  SELECT 'LINKED', 'patient:' || a, 'patient:' || b, scheme, observed, expected, NULL, NULL, NULL
  FROM link WHERE ring_id = $ring_id
)
SELECT 'MEMBER' AS type, key AS a, NULL AS b, role AS label, strength, stability, NULL AS n, NULL AS expected,
  NULL AS first, NULL AS last, NULL AS fund_pay_sumamt
FROM own
UNION ALL
SELECT type, a, b, label, NULL, NULL, n, expected, first, last, fund_pay_sumamt FROM edge
ORDER BY type <> 'MEMBER', type, a, b, label
