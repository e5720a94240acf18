// purpose: add nodes TraceCode that are known not to be there
// parameters: $rows
// index used: TraceCode.drug_trac_codg
UNWIND $rows AS row
CREATE (n:TraceCode {drug_trac_codg: row[0]})
