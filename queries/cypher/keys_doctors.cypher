// purpose: the key of every node Doctor, and how many have it
// parameters: none
// index used: none
MATCH (n:Doctor)
RETURN n.key AS key, count(*) AS number
