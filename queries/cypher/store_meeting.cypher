// purpose: the hops of the ways of one or two hops between two groups of entities, hubs and hops outside a time window
//   left out; a way of one hop has no middle
// parameters: $left, $right, $ends, $hub_degree, $first, $end
// index used: Entity.key
CALL () {
  MATCH (x:Entity)-[r:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  USING INDEX x:Entity(key)
  USING INDEX y:Entity(key)
  USING JOIN ON y
  WHERE x.key IN $left AND y.key IN $right AND ($first IS NULL OR r.last >= $first) AND ($end IS NULL OR r.first < $end)
  RETURN x, NULL AS m, y
UNION ALL
  MATCH (x:Entity)-[r:VISITED|TREATED_BY|PRACTISES_AT]-(m)-[s:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  USING INDEX x:Entity(key)
  USING INDEX y:Entity(key)
  USING JOIN ON m
  WHERE x.key IN $left AND y.key IN $right AND (m.degree <= $hub_degree OR m.key IN $ends)
    AND ($first IS NULL OR (r.last >= $first AND s.last >= $first))
    AND ($end IS NULL OR (r.first < $end AND s.first < $end))
  RETURN x, m, y
}
RETURN x.key AS x, m.key AS m, y.key AS y
