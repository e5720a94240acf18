// purpose: change nodes Operator that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (n:Entity {key: row[0]})
SET n.kind = row[1], n.watch = row[2], n.opter_id = row[3], n.degree = row[4]
