// purpose: add or change nodes TraceCode, each with all its properties
// parameters: $rows
// index used: TraceCode.drug_trac_codg
UNWIND $rows AS row
MERGE (n:TraceCode {drug_trac_codg: row[0]})
SET n = {drug_trac_codg: row[0]}
