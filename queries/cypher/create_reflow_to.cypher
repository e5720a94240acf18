// purpose: add relationships REFLOW_TO that are known not to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
CREATE (a)-[:REFLOW_TO {codes: row[2], first: localdatetime(row[3]), last: localdatetime(row[4]), setl_ids: row[5]}]->(b)
