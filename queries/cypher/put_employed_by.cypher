// purpose: add or change relationships EMPLOYED_BY
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MERGE (a)-[r:EMPLOYED_BY]->(b)
