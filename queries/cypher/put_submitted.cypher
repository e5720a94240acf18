// purpose: add or change relationships SUBMITTED
// parameters: $rows
// index used: Claim.setl_id, Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Claim {setl_id: row[1]})
MERGE (a)-[r:SUBMITTED]->(b)
