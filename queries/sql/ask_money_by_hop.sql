-- purpose: entities, settlements and money at each hop from an entity; hubs are reached and not passed
-- parameters: $entity, $hops, $hub_degree
-- reads: entity, arc, settlement
WITH RECURSIVE way AS (
  SELECT node, 0 AS hop FROM entity WHERE key = $entity
  UNION
  SELECT arc.target, way.hop + 1
  FROM way JOIN entity e ON e.node = way.node JOIN arc ON arc.source = way.node
  WHERE way.hop < $hops AND (way.hop = 0 OR e.degree <= $hub_degree)
), reached AS (
  SELECT e.kind, e.id, w.hop, w.hop > 0 AND e.degree > $hub_degree AS hub
  FROM (SELECT node, min(hop) AS hop FROM way GROUP BY node) w JOIN entity e ON e.node = w.node
), claim AS (
  SELECT least(p.hop, d.hop, i.hop) AS hop, s.medfee_sumamt, s.fund_pay_sumamt
  FROM settlement s
  LEFT JOIN (SELECT id, hop FROM reached WHERE kind = 'patient' AND NOT hub) p ON p.id = s.patient
  LEFT JOIN (SELECT id, hop FROM reached WHERE kind = 'doctor' AND NOT hub) d ON d.id = s.doctor
  LEFT JOIN (SELECT id, hop FROM reached WHERE kind NOT IN ('patient', 'doctor') AND NOT hub) i ON i.id = s.fixmedins_code
), money AS (
  SELECT hop, count(*) AS settlements, (sum(medfee_sumamt) * 100)::BIGINT AS medfee_sumamt,
    (sum(fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt
  FROM claim WHERE hop IS NOT NULL GROUP BY hop
)
SELECT r.hop, count(*) AS entities, count(*) FILTER (WHERE r.hub) AS hubs,
  coalesce(any_value(m.settlements), 0) AS settlements, coalesce(any_value(m.medfee_sumamt), 0) AS medfee_sumamt,
  coalesce(any_value(m.fund_pay_sumamt), 0) AS fund_pay_sumamt
FROM reached r LEFT JOIN money m ON m.hop = r.hop
GROUP BY r.hop
ORDER BY r.hop
