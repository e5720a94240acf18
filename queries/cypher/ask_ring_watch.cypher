// purpose: entities of the watch list within some hops of any member of a ring; no way goes through a hub
// parameters: $run_id, $ring_id, $hops, $hub_degree, $limit
// index used: Ring.key
MATCH (:Ring {key: $run_id + '/' + $ring_id})<-[:MEMBER_OF]-(member:Entity)
WITH collect(DISTINCT member) AS members
WITH reduce(levels = [members], i IN range(1, $hops) | levels + [COLLECT {
  UNWIND levels[-1] AS x
  MATCH (x)-[:VISITED|TREATED_BY|PRACTISES_AT]-(y:Entity)
  WHERE x.degree <= $hub_degree
  WITH DISTINCT y
  WHERE none(level IN levels WHERE y IN level)
  RETURN y
}]) AS levels
UNWIND range(0, size(levels) - 1) AS hops
UNWIND levels[hops] AS e
WITH hops, e WHERE e.watch IS NOT NULL
WITH collect({hops: hops, entity: e}) AS found
UNWIND found AS one
WITH one.hops AS hops, one.entity AS e, size(found) AS total
RETURN e.kind AS kind, substring(e.key, size(e.kind) + 1) AS id, hops, e.watch AS labels, total
ORDER BY hops, kind, id
LIMIT $limit
