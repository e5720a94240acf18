// purpose: add or change relationships SAME_OWNER
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MERGE (a)-[r:SAME_OWNER]->(b)
SET r = {sorts: row[2]}
