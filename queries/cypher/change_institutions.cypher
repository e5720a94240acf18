// purpose: change nodes Institution that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (n:Entity {key: row[0]})
SET n.kind = row[1], n.name = row[2], n.watch = row[3], n.fixmedins_code = row[4], n.hosp_lv = row[5], n.fix_blng_admdvs = row[6], n.degree = row[7], n.settlements = row[8], n.first = localdatetime(row[9]), n.last = localdatetime(row[10]), n.medfee_sumamt = row[11], n.fund_pay_sumamt = row[12], n.acct_pay = row[13]
