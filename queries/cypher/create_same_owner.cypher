// purpose: add relationships SAME_OWNER that are known not to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
CREATE (a)-[:SAME_OWNER {sorts: row[2]}]->(b)
