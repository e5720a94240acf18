// purpose: change nodes Employer that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (n:Entity {key: row[0]})
SET n.kind = row[1], n.name = row[2], n.watch = row[3], n.emp_no = row[4], n.degree = row[5]
