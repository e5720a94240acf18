// purpose: the ends and key of every relationship EMPLOYED_BY, and how many have them
// parameters: none
// index used: none
MATCH (a:Patient)-[r:EMPLOYED_BY]->(b:Employer)
RETURN a.key AS a, b.key AS b, count(*) AS number
