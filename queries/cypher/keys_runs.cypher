// purpose: the key of every node Run, and how many have it
// parameters: none
// index used: none
MATCH (n:Run)
RETURN n.run_id AS run_id, count(*) AS number
