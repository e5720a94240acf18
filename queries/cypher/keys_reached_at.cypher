// purpose: the ends and key of every relationship REACHED_AT, and how many have them
// parameters: none
// index used: none
MATCH (a:Patient)-[r:REACHED_AT]->(b:Contact)
RETURN a.key AS a, b.key AS b, count(*) AS number
