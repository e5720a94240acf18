// purpose: add or change relationships MEMBER_OF
// parameters: $rows
// index used: Entity.key, Ring.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Ring {key: row.b})
MERGE (a)-[r:MEMBER_OF {role: row.role}]->(b)
SET r.strength = row.strength, r.stability = row.stability
