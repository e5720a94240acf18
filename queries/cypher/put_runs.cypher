// purpose: add or change nodes Run, each with all its properties
// parameters: $rows
// index used: Run.run_id
UNWIND $rows AS row
MERGE (n:Run {run_id: row.run_id})
SET n = row
