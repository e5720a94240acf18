// purpose: the ends and key of every relationship OWNED_BY, and how many have them
// parameters: none
// index used: none
MATCH (a:Institution)-[r:OWNED_BY]->(b:Owner)
RETURN a.key AS a, b.key AS b, count(*) AS number
