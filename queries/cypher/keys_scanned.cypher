// purpose: the ends and key of every relationship SCANNED, and how many have them
// parameters: none
// index used: none
MATCH (a:Claim)-[r:SCANNED]->(b:TraceCode)
RETURN a.setl_id AS a, b.drug_trac_codg AS b, count(*) AS number
