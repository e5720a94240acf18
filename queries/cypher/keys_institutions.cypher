// purpose: the key of every node Institution, and how many have it
// parameters: none
// index used: none
MATCH (n:Institution)
RETURN n.key AS key, count(*) AS number
