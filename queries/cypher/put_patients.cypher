// purpose: add or change nodes Patient, each with all its properties
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MERGE (n:Entity {key: row[0]})
SET n = {key: row[0], kind: row[1], name: row[2], watch: row[3], psn_no: row[4], aliases: row[5], insu_admdvs: row[6], degree: row[7], settlements: row[8], first: localdatetime(row[9]), last: localdatetime(row[10]), medfee_sumamt: row[11], fund_pay_sumamt: row[12], acct_pay: row[13]}
SET n:Patient
