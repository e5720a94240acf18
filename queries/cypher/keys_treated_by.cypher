// purpose: the ends and key of every relationship TREATED_BY, and how many have them
// parameters: none
// index used: none
MATCH (a:Patient)-[r:TREATED_BY]->(b:Doctor)
RETURN a.key AS a, b.key AS b, count(*) AS number
