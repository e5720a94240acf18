// purpose: add or change relationships TREATED_BY
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MERGE (a)-[r:TREATED_BY]->(b)
SET r = {n: row[2], first: localdatetime(row[3]), last: localdatetime(row[4]), fund: row[5]}
