// purpose: remove relationships AT
// parameters: $rows
// index used: Claim.setl_id, Entity.key
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:AT]->(b)
DELETE r
