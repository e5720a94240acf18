// purpose: add or change nodes Doctor, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row.key})
SET n = row
SET n:Doctor
