// purpose: add or change nodes Employer, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row[0]})
SET n = {key: row[0], kind: row[1], name: row[2], watch: row[3], emp_no: row[4], degree: row[5]}
SET n:Employer
