// purpose: add or change nodes Drug, each with all its properties
// parameters: $rows
// index used: Drug.hilist_code
UNWIND $rows AS row
MERGE (n:Drug {hilist_code: row[0]})
SET n = {hilist_code: row[0]}
