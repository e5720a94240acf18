// purpose: add or change nodes Run, each with all its properties
// parameters: $rows
// index used: Run.run_id
UNWIND $rows AS row
MERGE (n:Run {run_id: row[0]})
SET n = {run_id: row[0], data_version: row[1], finished_at: row[2], header: row[3], parameters: row[4]}
