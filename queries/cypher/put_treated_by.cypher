// purpose: add or change relationships TREATED_BY
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Entity {key: row.b})
MERGE (a)-[r:TREATED_BY]->(b)
SET r.n = row.n, r.first = row.first, r.last = row.last, r.fund = row.fund
