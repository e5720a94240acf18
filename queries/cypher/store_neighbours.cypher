// purpose: the strongest neighbours of an entity, of one kind or of all
// parameters: $key, $kind, $limit
// index used: Entity.key
MATCH (n:Entity {key: $key})-[r:VISITED|TREATED_BY|PRACTISES_AT]-(m)
WHERE $kind IS NULL OR m.kind = $kind
WITH m, r
ORDER BY r.n DESC, m.key LIMIT $limit
RETURN m.key AS key, type(r) AS hop, r.n AS settlements, r.first AS first, r.last AS last, r.fund AS fund
