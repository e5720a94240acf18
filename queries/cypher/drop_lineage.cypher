// purpose: remove relationships CONTINUES
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (a:Ring {key: row.a})
MATCH (b:Ring {key: row.b})
MATCH (a)-[r:CONTINUES]->(b)
DELETE r
