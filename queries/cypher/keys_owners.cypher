// purpose: the key of every node Owner, and how many have it
// parameters: none
// index used: none
MATCH (n:Owner)
RETURN n.key AS key, count(*) AS number
