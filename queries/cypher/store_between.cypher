// purpose: the hops of the entity graph with both ends among some entities
// parameters: $keys
// index used: Entity.key
UNWIND $keys AS key
MATCH (a:Entity {key: key})-[r:VISITED|TREATED_BY|PRACTISES_AT]->()
// Nobody goes to many places: all hops of one end are read, or the planner would pair all ends on some servers.
WITH a, r, endNode(r) AS b
WHERE b.key IN $keys
RETURN a.key AS a, b.key AS b, type(r) AS hop, r.n AS settlements, r.first AS first, r.last AS last, r.fund AS fund
