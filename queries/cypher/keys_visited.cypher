// purpose: the ends and key of every relationship VISITED, and how many have them
// parameters: none
// index used: none
MATCH (a:Patient)-[r:VISITED]->(b:Institution)
RETURN a.key AS a, b.key AS b, count(*) AS number
