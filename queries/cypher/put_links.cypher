// purpose: add or change relationships LINKED
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Entity {key: row.b})
MERGE (a)-[r:LINKED {run_id: row.run_id, ring_id: row.ring_id, scheme: row.scheme}]->(b)
SET r.observed = row.observed, r.expected = row.expected, r.p = row.p, r.institutions = row.institutions, r.setl_ids = row.setl_ids
