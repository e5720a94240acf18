// purpose: the hops of the ways of one or two hops between two groups of entities, hubs and hops outside a time window
//   left out: the middles with what they tie, and of ways without a middle the left ends with the right ones; in one row,
//   as each row costs the reader more than what is in it
// parameters: $left, $right, $ends, $hub_degree, $first, $end
// index used: Entity.key
CALL () {
  MATCH (x:Entity)-[r:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  USING INDEX x:Entity(key)
  USING INDEX y:Entity(key)
  USING JOIN ON y
  WHERE x.key IN $left AND y.key IN $right AND ($first IS NULL OR r.last >= $first) AND ($end IS NULL OR r.first < $end)
  RETURN x.key AS key, collect(DISTINCT y.key) AS others
UNION ALL
  MATCH (x:Entity)-[r:VISITED|TREATED_BY|PRACTISES_AT]-(m)-[s:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  USING INDEX x:Entity(key)
  USING INDEX y:Entity(key)
  USING JOIN ON m
  WHERE x.key IN $left AND y.key IN $right AND (m.degree <= $hub_degree OR m.key IN $ends)
    AND ($first IS NULL OR (r.last >= $first AND s.last >= $first))
    AND ($end IS NULL OR (r.first < $end AND s.first < $end))
  WITH m, collect(DISTINCT x.key) AS xs, collect(DISTINCT y.key) AS ys
  RETURN m.key AS key, xs + ys AS others
}
RETURN collect([key, others]) AS hops
