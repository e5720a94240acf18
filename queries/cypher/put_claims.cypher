// purpose: add or change nodes Claim, each with all its properties
// parameters: $rows
// index used: Claim.setl_id
UNWIND $rows AS row
MERGE (n:Claim {setl_id: row.setl_id})
SET n = row
