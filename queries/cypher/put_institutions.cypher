// purpose: add or change nodes Institution, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row.key})
SET n = row
SET n:Institution
REMOVE n:Hospital:Clinic:Pharmacy
FOREACH (_ IN CASE row.kind WHEN 'hospital' THEN [1] ELSE [] END | SET n:Hospital)
FOREACH (_ IN CASE row.kind WHEN 'clinic' THEN [1] ELSE [] END | SET n:Clinic)
FOREACH (_ IN CASE row.kind WHEN 'pharmacy' THEN [1] ELSE [] END | SET n:Pharmacy)
