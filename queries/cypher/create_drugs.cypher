// purpose: add nodes Drug that are known not to be there
// parameters: $rows
// index used: Drug.hilist_code
UNWIND $rows AS row
CREATE (n:Drug {hilist_code: row[0]})
