// purpose: remove nodes Ring and what hangs on them
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (n:Ring {key: row[0]})
DETACH DELETE n
