// purpose: change nodes Ring that are known to be there
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MATCH (n:Ring {key: row[0]})
SET n.run_id = row[1], n.ring_id = row[2], n.rank = row[3], n.scheme = row[4], n.status = row[5], n.status_reason = row[6], n.score = row[7], n.size = row[8], n.medfee_sumamt = row[9], n.fund_pay_sumamt = row[10], n.acct_pay = row[11], n.ring = row[12]
