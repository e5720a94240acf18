// purpose: add relationships BOUGHT that are known not to be there
// parameters: $rows
// index used: Claim.setl_id, Drug.hilist_code
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:Drug {hilist_code: row[1]})
CREATE (a)-[:BOUGHT {cnt: row[2], det_item_fee_sumamt: row[3]}]->(b)
