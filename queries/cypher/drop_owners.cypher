// purpose: remove nodes Owner and what hangs on them
// parameters: $rows
// index used: Owner.key
UNWIND $rows AS row
MATCH (n:Owner {key: row[0]})
DETACH DELETE n
