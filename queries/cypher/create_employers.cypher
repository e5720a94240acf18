// purpose: add nodes Employer that are known not to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
CREATE (n:Entity:Employer {key: row[0], kind: row[1], name: row[2], watch: row[3], emp_no: row[4], degree: row[5]})
