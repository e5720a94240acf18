// purpose: remove relationships REFLOW_TO
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:REFLOW_TO]->(b)
DELETE r
