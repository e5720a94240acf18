// purpose: the key of every node Ring, and how many have it
// parameters: none
// index used: none
MATCH (n:Ring)
RETURN n.key AS key, count(*) AS number
