// purpose: the key of every node Employer, and how many have it
// parameters: none
// index used: none
MATCH (n:Employer)
RETURN n.key AS key, count(*) AS number
