// purpose: add nodes Doctor that are known not to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
CREATE (n:Entity:Doctor {key: row[0], kind: row[1], name: row[2], watch: row[3], dr_code: row[4], degree: row[5], settlements: row[6], first: localdatetime(row[7]), last: localdatetime(row[8]), medfee_sumamt: row[9], fund_pay_sumamt: row[10], acct_pay: row[11]})
