// purpose: change nodes Run that are known to be there
// parameters: $rows
// index used: Run.run_id
UNWIND $rows AS row
MATCH (n:Run {run_id: row[0]})
SET n.data_version = row[1], n.finished_at = row[2], n.header = row[3], n.parameters = row[4]
