// purpose: remove relationships MEMBER_OF
// parameters: $rows
// index used: Entity.key, Ring.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Ring {key: row.b})
MATCH (a)-[r:MEMBER_OF {role: row.role}]->(b)
DELETE r
