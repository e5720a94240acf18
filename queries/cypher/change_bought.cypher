// purpose: change relationships BOUGHT that are known to be there
// parameters: $rows
// index used: Claim.setl_id, Drug.hilist_code
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:Drug {hilist_code: row[1]})
MATCH (a)-[r:BOUGHT]->(b)
SET r.cnt = row[2], r.det_item_fee_sumamt = row[3]
