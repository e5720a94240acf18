// purpose: neighbours that several entities have in common
// parameters: $entities, $min_sharing, $kind, $limit
// index used: Entity.key
MATCH (e:Entity) WHERE e.key IN $entities
MATCH (e)-[:VISITED|TREATED_BY|PRACTISES_AT]-(o:Entity)
WHERE $kind IS NULL OR o.kind = $kind
WITH o, count(DISTINCT e) AS sharing
WHERE sharing >= $min_sharing
WITH collect({other: o, sharing: sharing}) AS found
UNWIND found AS one
WITH one.other AS o, one.sharing AS sharing, size(found) AS total
RETURN o.kind AS kind, substring(o.key, size(o.kind) + 1) AS id, sharing, o.degree AS degree, total
ORDER BY sharing DESC, degree, kind, id
LIMIT $limit
