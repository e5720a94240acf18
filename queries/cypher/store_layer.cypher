// purpose: the hops that leave these entities, hubs and hops outside a time window left out; only to some, or to all; in one
//   row, as each row costs the reader more than what is in it
// parameters: $keys, $ends, $among, $hub_degree, $first, $end
// index used: Entity.key
UNWIND $keys AS key
MATCH (n:Entity {key: key})-[r:VISITED|TREATED_BY|PRACTISES_AT]-(m)
WHERE (m.degree <= $hub_degree OR m.key IN $ends) AND ($among IS NULL OR m.key IN $among)
  AND ($first IS NULL OR r.last >= $first) AND ($end IS NULL OR r.first < $end)
WITH key, collect(m.key) AS others, collect(m.degree) AS degrees
RETURN collect([key, others, degrees]) AS hops
