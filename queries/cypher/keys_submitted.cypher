// purpose: the ends and key of every relationship SUBMITTED, and how many have them
// parameters: none
// index used: none
MATCH (a:Patient)-[r:SUBMITTED]->(b:Claim)
RETURN a.key AS a, b.setl_id AS b, count(*) AS number
