// purpose: time of the newest settlement that the graph shows
// parameters: none
// index used: Institution.kind
MATCH (n:Institution)
WHERE n.kind IS NOT NULL
RETURN max(n.last) AS at
