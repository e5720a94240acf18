// purpose: the key of every node Operator, and how many have it
// parameters: none
// index used: none
MATCH (n:Operator)
RETURN n.key AS key, count(*) AS number
