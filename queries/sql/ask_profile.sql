-- purpose: an entity's totals, other numbers and rings
-- parameters: $entity
-- reads: entity, settlement, person, member
WITH total AS (
  SELECT count(*) AS settlements, min(setl_time) AS first, max(setl_time) AS last,
    (sum(medfee_sumamt) * 100)::BIGINT AS medfee_sumamt, (sum(fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt,
    (sum(acct_pay) * 100)::BIGINT AS acct_pay
  FROM settlement
  WHERE CASE split_part($entity, ':', 1) WHEN 'patient' THEN patient WHEN 'doctor' THEN doctor ELSE fixmedins_code END
    = substr($entity, strpos($entity, ':') + 1)
), other AS (
  SELECT list(psn_no ORDER BY psn_no) AS aliases FROM person
  WHERE $entity = 'patient:' || patient AND psn_no <> patient
), ring AS (
  SELECT list(DISTINCT ring_id ORDER BY ring_id) AS rings FROM member WHERE key = $entity
)
SELECT e.kind, e.id, coalesce(other.aliases, []) AS aliases, e.degree, total.*, coalesce(ring.rings, []) AS rings
FROM entity e, total, other, ring
WHERE e.key = $entity
