// purpose: add or change nodes Doctor, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row[0]})
SET n = {key: row[0], kind: row[1], name: row[2], watch: row[3], dr_code: row[4], degree: row[5], settlements: row[6], first: localdatetime(row[7]), last: localdatetime(row[8]), medfee_sumamt: row[9], fund_pay_sumamt: row[10], acct_pay: row[11]}
SET n:Doctor
