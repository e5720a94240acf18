// purpose: add nodes Operator that are known not to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
CREATE (n:Entity:Operator {key: row[0], kind: row[1], watch: row[2], opter_id: row[3], degree: row[4]})
