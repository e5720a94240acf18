// purpose: add relationships AT that are known not to be there
// parameters: $rows
// index used: Claim.setl_id, Entity.key
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:Entity {key: row[1]})
CREATE (a)-[:AT]->(b)
