// purpose: add or change relationships REACHED_AT
// parameters: $rows
// index used: Contact.key, Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Contact {key: row[1]})
MERGE (a)-[r:REACHED_AT]->(b)
