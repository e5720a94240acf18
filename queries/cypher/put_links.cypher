// purpose: add or change relationships LINKED
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MERGE (a)-[r:LINKED {run_id: row[2], ring_id: row[3], scheme: row[4]}]->(b)
SET r = {run_id: row[2], ring_id: row[3], scheme: row[4], observed: row[5], expected: row[6], p: row[7], institutions: row[8], setl_ids: row[9]}
