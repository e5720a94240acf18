// purpose: the ends and key of every relationship LINKED, and how many have them
// parameters: none
// index used: none
MATCH (a:Patient)-[r:LINKED]->(b:Patient)
RETURN a.key AS a, b.key AS b, r.run_id AS run_id, r.ring_id AS ring_id, r.scheme AS scheme, count(*) AS number
