// purpose: pharmacies where a doctor's patients buy within so many days of a visit
// parameters: $doctor, $days, $min_patients, $limit
// index used: Entity.key
MATCH (d:Entity {key: $doctor})<-[:BY]-(v:Claim)-[:AT]->(seen:Institution)
WHERE seen.kind <> 'pharmacy'
MATCH (p:Patient)-[:SUBMITTED]->(v)
WITH p, collect({claim: v, time: v.setl_time}) AS visits
WITH collect({patient: p, visits: visits}) AS everybody
WITH everybody, size(everybody) AS of_patients
UNWIND everybody AS one
WITH of_patients, one.patient AS p, one.visits AS visits
MATCH (p)-[:SUBMITTED]->(b:Claim)-[:AT]->(shop:Pharmacy)
WITH of_patients, p, shop, b, [v IN visits
  WHERE v.time <= b.setl_time AND b.setl_time <= v.time + duration({hours: 24 * $days}) | v.claim] AS before
WHERE size(before) > 0
WITH of_patients, shop, p, collect(b) AS bought, collect(before) AS before
CALL (before) { UNWIND before AS some UNWIND some AS v RETURN count(DISTINCT v) AS filled }
UNWIND bought AS b
WITH of_patients, shop, p, b, CASE WHEN b = bought[0] THEN filled ELSE 0 END AS filled
WITH of_patients, shop, count(DISTINCT p) AS patients, sum(filled) AS visits, count(b) AS purchases,
  min(b.setl_time) AS first, max(b.setl_time) AS last, sum(b.medfee_sumamt) AS medfee_sumamt,
  sum(b.fund_pay_sumamt) AS fund_pay_sumamt, sum(b.acct_pay) AS acct_pay
WHERE patients >= $min_patients
WITH collect({pharmacy: shop.fixmedins_code, patients: patients, of_patients: of_patients, visits: visits,
  purchases: purchases, first: first, last: last, medfee: medfee_sumamt, fund: fund_pay_sumamt, acct: acct_pay}) AS found
UNWIND found AS one
RETURN one.pharmacy AS pharmacy, one.patients AS patients, one.of_patients AS of_patients, one.visits AS visits,
  one.purchases AS purchases, one.first AS first, one.last AS last, one.medfee AS medfee_sumamt,
  one.fund AS fund_pay_sumamt, one.acct AS acct_pay, size(found) AS total
ORDER BY patients DESC, pharmacy
LIMIT $limit
