// purpose: add or change relationships CONTINUES
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (a:Ring {key: row[0]})
MATCH (b:Ring {key: row[1]})
MERGE (a)-[r:CONTINUES]->(b)
