// purpose: how many settlements an entity has, and how many of them the graph holds
// parameters: $key
// index used: Entity.key
MATCH (n:Entity {key: $key})
RETURN n.settlements AS settlements, COUNT { (n)-[:SUBMITTED|AT|BY]-() } AS held
