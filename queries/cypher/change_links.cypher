// purpose: change relationships LINKED that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:LINKED {run_id: row[2], ring_id: row[3], scheme: row[4]}]->(b)
SET r.observed = row[5], r.expected = row[6], r.p = row[7], r.institutions = row[8], r.setl_ids = row[9]
