// purpose: remove nodes Run and what hangs on them
// parameters: $rows
// index used: Run.run_id
UNWIND $rows AS row
MATCH (n:Run {run_id: row[0]})
DETACH DELETE n
