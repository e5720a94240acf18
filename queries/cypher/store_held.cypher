// purpose: which of these keys are entities of the graph
// parameters: $keys
// index used: Entity.key
UNWIND $keys AS key
MATCH (n:Entity {key: key})
WHERE n.degree IS NOT NULL
RETURN n.key AS key
