// purpose: remove relationships CONTINUES
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (a:Ring {key: row[0]})
MATCH (b:Ring {key: row[1]})
MATCH (a)-[r:CONTINUES]->(b)
DELETE r
