// purpose: remove relationships OWNED_BY
// parameters: $rows
// index used: Entity.key, Owner.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Owner {key: row[1]})
MATCH (a)-[r:OWNED_BY]->(b)
DELETE r
