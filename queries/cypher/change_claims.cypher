// purpose: change nodes Claim that are known to be there
// parameters: $rows
// index used: Claim.setl_id
UNWIND $rows AS row
MATCH (n:Claim {setl_id: row[0]})
SET n.psn_no = row[1], n.setl_time = localdatetime(row[2]), n.begndate = date(row[3]), n.enddate = date(row[4]), n.stay = row[5], n.med_type = row[6], n.medfee_sumamt = row[7], n.fund_pay_sumamt = row[8], n.acct_pay = row[9]
