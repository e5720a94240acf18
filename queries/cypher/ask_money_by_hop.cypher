// purpose: entities, settlements and money at each hop from an entity; hubs are reached and not passed
// parameters: $entity, $hops, $hub_degree
// index used: Entity.key
MATCH (start:Entity {key: $entity})
WITH start, reduce(levels = [[start]], i IN range(1, $hops) | levels + [COLLECT {
  UNWIND levels[-1] AS x
  MATCH (x)-[:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  WHERE (x = start OR x.degree <= $hub_degree) AND none(level IN levels WHERE y IN level)
  RETURN DISTINCT y
}]) AS levels
UNWIND range(0, size(levels) - 1) AS hop
WITH start, levels, hop WHERE size(levels[hop]) > 0
WITH levels, hop, size(levels[hop]) AS entities,
  size([e IN levels[hop] WHERE e <> start AND e.degree > $hub_degree]) AS hubs,
  [level IN levels[0..hop] | [e IN level WHERE e = start OR e.degree <= $hub_degree]] AS nearer,
  [e IN levels[hop] WHERE e = start OR e.degree <= $hub_degree] AS here
CALL (here, nearer) {
  UNWIND here AS e
  MATCH (e)-[:SUBMITTED|AT|BY]-(c:Claim)
  WITH DISTINCT c, nearer
  WHERE NOT EXISTS {
    MATCH (c)-[:SUBMITTED|AT|BY]-(o:Entity) WHERE any(level IN nearer WHERE o IN level)
  }
  RETURN count(c) AS settlements, sum(c.medfee_sumamt) AS medfee_sumamt, sum(c.fund_pay_sumamt) AS fund_pay_sumamt
}
RETURN hop, entities, hubs, settlements, medfee_sumamt, fund_pay_sumamt
ORDER BY hop
