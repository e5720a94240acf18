// purpose: the key of every node Contact, and how many have it
// parameters: none
// index used: none
MATCH (n:Contact)
RETURN n.key AS key, count(*) AS number
