// purpose: add relationships REACHED_AT that are known not to be there
// parameters: $rows
// index used: Contact.key, Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Contact {key: row[1]})
CREATE (a)-[:REACHED_AT]->(b)
