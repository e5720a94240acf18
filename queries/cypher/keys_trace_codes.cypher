// purpose: the key of every node TraceCode, and how many have it
// parameters: none
// index used: none
MATCH (n:TraceCode)
RETURN n.drug_trac_codg AS drug_trac_codg, count(*) AS number
