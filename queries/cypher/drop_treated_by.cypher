// purpose: remove relationships TREATED_BY
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:TREATED_BY]->(b)
DELETE r
