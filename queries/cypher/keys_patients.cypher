// purpose: the key of every node Patient, and how many have it
// parameters: none
// index used: none
MATCH (n:Patient)
RETURN n.key AS key, count(*) AS number
