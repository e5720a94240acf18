// purpose: remove relationships LINKED
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Entity {key: row.b})
MATCH (a)-[r:LINKED {run_id: row.run_id, ring_id: row.ring_id, scheme: row.scheme}]->(b)
DELETE r
