// purpose: the key of every node Drug, and how many have it
// parameters: none
// index used: none
MATCH (n:Drug)
RETURN n.hilist_code AS hilist_code, count(*) AS number
