// purpose: add nodes Run that are known not to be there
// parameters: $rows
// index used: Run.run_id
UNWIND $rows AS row
CREATE (n:Run {run_id: row[0], data_version: row[1], finished_at: row[2], header: row[3], parameters: row[4]})
