// purpose: which of these keys are entities of the graph
// parameters: $keys
// index used: Entity.key
UNWIND $keys AS key
MATCH (n:Entity {key: key})
WHERE n.settlements > 0
RETURN n.key AS key
