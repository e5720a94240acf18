// purpose: remove relationships VISITED
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Entity {key: row.b})
MATCH (a)-[r:VISITED]->(b)
DELETE r
