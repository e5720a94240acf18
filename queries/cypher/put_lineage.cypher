// purpose: add or change relationships CONTINUES
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (a:Ring {key: row.a})
MATCH (b:Ring {key: row.b})
MERGE (a)-[r:CONTINUES]->(b)
