// purpose: add or change nodes Operator, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row[0]})
SET n = {key: row[0], kind: row[1], watch: row[2], opter_id: row[3], degree: row[4]}
SET n:Operator
