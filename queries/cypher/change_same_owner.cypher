// purpose: change relationships SAME_OWNER that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:SAME_OWNER]->(b)
SET r.sorts = row[2]
