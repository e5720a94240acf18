// purpose: add or change nodes Ring, each with all its properties
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MERGE (n:Ring {key: row.key})
SET n = row
