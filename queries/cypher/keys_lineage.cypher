// purpose: the ends and key of every relationship CONTINUES, and how many have them
// parameters: none
// index used: none
MATCH (a:Ring)-[r:CONTINUES]->(b:Ring)
RETURN a.key AS a, b.key AS b, count(*) AS number
