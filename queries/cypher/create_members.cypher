// purpose: add relationships MEMBER_OF that are known not to be there
// parameters: $rows
// index used: Entity.key, Ring.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Ring {key: row[1]})
CREATE (a)-[:MEMBER_OF {role: row[2], strength: row[3], stability: row[4]}]->(b)
