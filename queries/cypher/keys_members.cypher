// purpose: the ends and key of every relationship MEMBER_OF, and how many have them
// parameters: none
// index used: none
MATCH (a:Entity)-[r:MEMBER_OF]->(b:Ring)
RETURN a.key AS a, b.key AS b, r.role AS role, count(*) AS number
