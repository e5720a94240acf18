-- purpose: neighbours of an entity, most settlements first
-- parameters: $entity, $kind, $limit
-- reads: settlement
WITH own AS (
  SELECT patient, doctor, kind AS place_kind, fixmedins_code, setl_time, fund_pay_sumamt FROM settlement
  WHERE CASE split_part($entity, ':', 1) WHEN 'patient' THEN patient WHEN 'doctor' THEN doctor ELSE fixmedins_code END
    = substr($entity, strpos($entity, ':') + 1)
), other AS (
  SELECT 'patient' AS kind, patient AS id,
    CASE WHEN starts_with($entity, 'doctor:') THEN 'TREATED_BY' ELSE 'VISITED' END AS hop, setl_time, fund_pay_sumamt
  FROM own WHERE NOT starts_with($entity, 'patient:')
  UNION ALL
  SELECT 'doctor', doctor, CASE WHEN starts_with($entity, 'patient:') THEN 'TREATED_BY' ELSE 'PRACTISES_AT' END,
    setl_time, fund_pay_sumamt
  FROM own WHERE NOT starts_with($entity, 'doctor:') AND doctor IS NOT NULL
  UNION ALL
  SELECT place_kind, fixmedins_code, CASE WHEN starts_with($entity, 'patient:') THEN 'VISITED' ELSE 'PRACTISES_AT' END,
    setl_time, fund_pay_sumamt
  FROM own WHERE starts_with($entity, 'patient:') OR starts_with($entity, 'doctor:')
)
SELECT kind, id, hop, count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
  (sum(fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt, count(*) OVER () AS total
FROM other
WHERE $kind::VARCHAR IS NULL OR kind = $kind
GROUP BY kind, id, hop
ORDER BY settlements DESC, kind, id
LIMIT $limit
