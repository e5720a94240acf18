// purpose: add relationships EMPLOYED_BY that are known not to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
CREATE (a)-[:EMPLOYED_BY]->(b)
