// purpose: remove nodes Drug and what hangs on them
// parameters: $rows
// index used: Drug.hilist_code
UNWIND $rows AS row
MATCH (n:Drug {hilist_code: row[0]})
DETACH DELETE n
