// purpose: how many neighbours an entity has, of one kind or of all
// parameters: $key, $kind
// index used: Entity.key
MATCH (n:Entity {key: $key})
RETURN CASE WHEN $kind IS NULL THEN n.degree
  ELSE COUNT { (n)-[:VISITED|TREATED_BY|PRACTISES_AT]-(m) WHERE m.kind = $kind } END AS total
