// purpose: remove nodes TraceCode and what hangs on them
// parameters: $rows
// index used: TraceCode.drug_trac_codg
UNWIND $rows AS row
MATCH (n:TraceCode {drug_trac_codg: row[0]})
DETACH DELETE n
