// purpose: change relationships MEMBER_OF that are known to be there
// parameters: $rows
// index used: Entity.key, Ring.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Ring {key: row[1]})
MATCH (a)-[r:MEMBER_OF {role: row[2]}]->(b)
SET r.strength = row[3], r.stability = row[4]
