// purpose: the ends and key of every relationship IN_RUN, and how many have them
// parameters: none
// index used: none
MATCH (a:Ring)-[r:IN_RUN]->(b:Run)
RETURN a.key AS a, b.run_id AS b, count(*) AS number
