// purpose: add or change relationships MEMBER_OF
// parameters: $rows
// index used: Entity.key, Ring.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Ring {key: row[1]})
MERGE (a)-[r:MEMBER_OF {role: row[2]}]->(b)
SET r = {role: row[2], strength: row[3], stability: row[4]}
