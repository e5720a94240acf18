// purpose: change nodes Doctor that are known to be there
// parameters: $rows
// index used: Entity.key
UNWIND $rows AS row
MATCH (n:Entity {key: row[0]})
SET n.kind = row[1], n.name = row[2], n.watch = row[3], n.dr_code = row[4], n.degree = row[5], n.settlements = row[6], n.first = localdatetime(row[7]), n.last = localdatetime(row[8]), n.medfee_sumamt = row[9], n.fund_pay_sumamt = row[10], n.acct_pay = row[11]
