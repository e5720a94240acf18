// purpose: remove nodes Operator and what hangs on them
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (n:Entity {key: row[0]})
DETACH DELETE n
