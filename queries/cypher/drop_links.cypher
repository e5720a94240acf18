// purpose: remove relationships LINKED
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:LINKED {run_id: row[2], ring_id: row[3], scheme: row[4]}]->(b)
DELETE r
