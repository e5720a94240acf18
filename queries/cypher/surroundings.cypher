// purpose: neighbours of entities over the entity graph, save those of hubs: one layer of what lies around an entity
// parameters: $front, $start, $hub_degree
// index used: Entity.key
UNWIND $front AS key
MATCH (a:Entity {key: key})
WHERE a.degree <= $hub_degree OR a.key = $start
MATCH (a)-[:VISITED|TREATED_BY|PRACTISES_AT]-(b:Entity)
RETURN DISTINCT b.key AS key
ORDER BY key
