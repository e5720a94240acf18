// purpose: add nodes Claim that are known not to be there
// parameters: $rows
// index used: Claim.setl_id
UNWIND $rows AS row
CREATE (n:Claim {setl_id: row[0], psn_no: row[1], setl_time: localdatetime(row[2]), begndate: date(row[3]), enddate: date(row[4]), stay: row[5], med_type: row[6], medfee_sumamt: row[7], fund_pay_sumamt: row[8], acct_pay: row[9]})
