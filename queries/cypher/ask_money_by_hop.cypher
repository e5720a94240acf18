// purpose: entities, settlements and money at each hop from an entity; hubs are reached and not passed
// parameters: $entity, $hops, $hub_degree
// index used: Entity.key
MATCH (start:Entity {key: $entity})
WITH start, reduce(levels = [[start]], i IN range(1, $hops) | levels + [COLLECT {
  UNWIND levels[-1] AS x
  MATCH (x)-[:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  WHERE x = start OR x.degree <= $hub_degree
  WITH DISTINCT y
  WHERE none(level IN levels WHERE y IN level)
  RETURN y
}]) AS levels
CALL (start, levels) {
  UNWIND range(0, size(levels) - 1) AS hop
  UNWIND levels[hop] AS e
  WITH hop, e WHERE e = start OR e.degree <= $hub_degree
  MATCH (e)-[:SUBMITTED|AT|BY]-(c:Claim)
  WITH c, min(hop) AS hop
  WITH hop, count(c) AS settlements, sum(c.medfee_sumamt) AS medfee, sum(c.fund_pay_sumamt) AS fund
  RETURN collect({hop: hop, settlements: settlements, medfee: medfee, fund: fund}) AS money
}
UNWIND range(0, size(levels) - 1) AS hop
WITH start, hop, levels[hop] AS here, head([m IN money WHERE m.hop = hop]) AS found
WHERE size(here) > 0
RETURN hop, size(here) AS entities, size([e IN here WHERE e <> start AND e.degree > $hub_degree]) AS hubs,
  coalesce(found.settlements, 0) AS settlements, coalesce(found.medfee, 0) AS medfee_sumamt,
  coalesce(found.fund, 0) AS fund_pay_sumamt
ORDER BY hop
