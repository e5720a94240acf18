// purpose: the ends and key of every relationship SAME_OWNER, and how many have them
// parameters: none
// index used: none
MATCH (a:Institution)-[r:SAME_OWNER]->(b:Institution)
RETURN a.key AS a, b.key AS b, count(*) AS number
