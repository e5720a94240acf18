// purpose: remove relationships IN_RUN
// parameters: $rows
// index used: Ring.key, Run.run_id
UNWIND $rows AS row
MATCH (a:Ring {key: row[0]})
MATCH (b:Run {run_id: row[1]})
MATCH (a)-[r:IN_RUN]->(b)
DELETE r
