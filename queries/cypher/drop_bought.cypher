// purpose: remove relationships BOUGHT
// parameters: $rows
// index used: Claim.setl_id, Drug.hilist_code
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:Drug {hilist_code: row[1]})
MATCH (a)-[r:BOUGHT]->(b)
DELETE r
