// purpose: add or change relationships BY
// parameters: $rows
// index used: Claim.setl_id, Entity.key
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:Entity {key: row[1]})
MERGE (a)-[r:BY]->(b)
