// purpose: add nodes Owner that are known not to be there
// parameters: $rows
// index used: Owner.key
UNWIND $rows AS row
CREATE (n:Owner {key: row[0]})
