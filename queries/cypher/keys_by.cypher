// purpose: the ends and key of every relationship BY, and how many have them
// parameters: none
// index used: none
MATCH (a:Claim)-[r:BY]->(b:Doctor)
RETURN a.setl_id AS a, b.key AS b, count(*) AS number
