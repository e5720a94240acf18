// purpose: remove relationships TREATED_BY
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Entity {key: row.b})
MATCH (a)-[r:TREATED_BY]->(b)
DELETE r
