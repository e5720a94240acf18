// purpose: add relationships CONTINUES that are known not to be there
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (a:Ring {key: row[0]})
MATCH (b:Ring {key: row[1]})
CREATE (a)-[:CONTINUES]->(b)
