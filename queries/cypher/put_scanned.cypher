// purpose: add or change relationships SCANNED
// parameters: $rows
// index used: Claim.setl_id, TraceCode.drug_trac_codg
UNWIND $rows AS row
MATCH (a:Claim {setl_id: row[0]})
MATCH (b:TraceCode {drug_trac_codg: row[1]})
MERGE (a)-[r:SCANNED]->(b)
