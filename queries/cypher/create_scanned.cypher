// purpose: add relationships SCANNED that are known not to be there
// parameters: $rows
// index used: Claim.setl_id, TraceCode.drug_trac_codg
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:TraceCode {drug_trac_codg: row[1]})
CREATE (a)-[:SCANNED]->(b)
