// purpose: remove relationships REACHED_AT
// parameters: $rows
// index used: Contact.key, Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Contact {key: row[1]})
MATCH (a)-[r:REACHED_AT]->(b)
DELETE r
