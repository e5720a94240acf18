// purpose: add or change nodes Ring, each with all its properties
// parameters: $rows
// index used: Ring.key
UNWIND $rows AS row
MERGE (n:Ring {key: row[0]})
SET n = {key: row[0], run_id: row[1], ring_id: row[2], rank: row[3], scheme: row[4], status: row[5], status_reason: row[6], score: row[7], size: row[8], medfee_sumamt: row[9], fund_pay_sumamt: row[10], acct_pay: row[11], ring: row[12]}
