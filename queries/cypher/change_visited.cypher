// purpose: change relationships VISITED that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (a:Entity {key: row[0]})
MATCH (b:Entity {key: row[1]})
MATCH (a)-[r:VISITED]->(b)
SET r.n = row[2], r.first = localdatetime(row[3]), r.last = localdatetime(row[4]), r.fund = row[5]
