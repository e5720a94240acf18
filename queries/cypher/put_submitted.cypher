// purpose: add or change relationships SUBMITTED
// parameters: $rows
// index used: Claim.setl_id, Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row.a})
MATCH (b:Claim {setl_id: row.b})
MERGE (a)-[r:SUBMITTED]->(b)
