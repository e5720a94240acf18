// purpose: add relationships SUBMITTED that are known not to be there
// parameters: $rows
// index used: Claim.setl_id, Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Claim {setl_id: row[1]})
CREATE (a)-[:SUBMITTED]->(b)
