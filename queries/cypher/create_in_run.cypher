// purpose: add relationships IN_RUN that are known not to be there
// parameters: $rows
// index used: Ring.key, Run.run_id
UNWIND $rows AS row
MATCH (a:Ring {key: row[0]})
MATCH (b:Run {run_id: row[1]})
CREATE (a)-[:IN_RUN]->(b)
