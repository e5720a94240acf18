// purpose: the ends and key of every relationship AT, and how many have them
// parameters: none
// index used: none
MATCH (a:Claim)-[r:AT]->(b:Institution)
RETURN a.setl_id AS a, b.key AS b, count(*) AS number
