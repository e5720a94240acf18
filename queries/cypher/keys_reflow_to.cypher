// purpose: the ends and key of every relationship REFLOW_TO, and how many have them
// parameters: none
// index used: none
MATCH (a:Institution)-[r:REFLOW_TO]->(b:Institution)
RETURN a.key AS a, b.key AS b, count(*) AS number
