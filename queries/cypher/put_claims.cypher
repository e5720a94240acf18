// purpose: add or change nodes Claim, each with all its properties
// parameters: $rows
// index used: Claim.setl_id
UNWIND $rows AS row
MERGE (n:Claim {setl_id: row[0]})
SET n = {setl_id: row[0], psn_no: row[1], setl_time: localdatetime(row[2]), begndate: date(row[3]), enddate: date(row[4]), stay: row[5], med_type: row[6], medfee_sumamt: row[7], fund_pay_sumamt: row[8], acct_pay: row[9]}
