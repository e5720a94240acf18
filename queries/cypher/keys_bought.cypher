// purpose: the ends and key of every relationship BOUGHT, and how many have them
// parameters: none
// index used: none
MATCH (a:Claim)-[r:BOUGHT]->(b:Drug)
RETURN a.setl_id AS a, b.hilist_code AS b, count(*) AS number
