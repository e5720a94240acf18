// purpose: add or change nodes Institution, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row[0]})
SET n = {key: row[0], kind: row[1], name: row[2], watch: row[3], fixmedins_code: row[4], hosp_lv: row[5], fix_blng_admdvs: row[6], degree: row[7], settlements: row[8], first: localdatetime(row[9]), last: localdatetime(row[10]), medfee_sumamt: row[11], fund_pay_sumamt: row[12], acct_pay: row[13]}
SET n:Institution
REMOVE n:Hospital:Clinic:Pharmacy
FOREACH (_ IN CASE row[1] WHEN 'hospital' THEN [1] ELSE [] END | SET n:Hospital)
FOREACH (_ IN CASE row[1] WHEN 'clinic' THEN [1] ELSE [] END | SET n:Clinic)
FOREACH (_ IN CASE row[1] WHEN 'pharmacy' THEN [1] ELSE [] END | SET n:Pharmacy)
