// purpose: the key of every node Claim, and how many have it
// parameters: none
// index used: none
MATCH (n:Claim)
RETURN n.setl_id AS setl_id, count(*) AS number
