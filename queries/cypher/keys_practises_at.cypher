// purpose: the ends and key of every relationship PRACTISES_AT, and how many have them
// parameters: none
// index used: none
MATCH (a:Doctor)-[r:PRACTISES_AT]->(b:Institution)
RETURN a.key AS a, b.key AS b, count(*) AS number
