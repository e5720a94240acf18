// purpose: which of some institutions share a mark of ownership, only those with a settlement
// parameters: $keys
// index used: Entity.key
UNWIND $keys AS key
MATCH (a:Entity {key: key})-[r:SAME_OWNER]->(b:Entity)
WHERE b.key IN $keys AND a.settlements > 0 AND b.settlements > 0
RETURN a.key AS a, b.key AS b, r.sorts AS sorts
