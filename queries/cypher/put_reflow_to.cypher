// purpose: add or change relationships REFLOW_TO
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MERGE (a)-[r:REFLOW_TO]->(b)
SET r = {codes: row[2], first: localdatetime(row[3]), last: localdatetime(row[4]), setl_ids: row[5]}
