// purpose: add relationships OWNED_BY that are known not to be there
// parameters: $rows
// index used: Entity.key, Owner.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Owner {key: row[1]})
CREATE (a)-[:OWNED_BY]->(b)
