// purpose: remove nodes Claim and what hangs on them
// parameters: $rows
// index used: Claim.setl_id
UNWIND $rows AS row
MATCH (n:Claim {setl_id: row[0]})
DETACH DELETE n
