// purpose: add or change nodes Owner, each with all its properties
// parameters: $rows
// index used: Owner.key
UNWIND $rows AS row
MERGE (n:Owner {key: row[0]})
SET n = {key: row[0]}
