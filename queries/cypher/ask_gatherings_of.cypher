// purpose: when and where at least k of some patients settled within so many minutes
// parameters: $patients, $k, $minutes, $limit
// index used: Entity.key
// A window begins at a settlement; one that lies within an earlier one is left out.
MATCH (p:Entity) WHERE p.key IN $patients
MATCH (p)-[:SUBMITTED]->(c:Claim)-[:AT]->(i:Institution)
WITH i, c, p.psn_no AS patient ORDER BY c.setl_id
WITH i, collect({patient: patient, claim: c, time: c.setl_time}) AS own, collect(DISTINCT c.setl_time) AS starts
UNWIND starts AS begin
WITH i, begin, starts, [o IN own WHERE begin <= o.time AND o.time <= begin + duration({minutes: $minutes})] AS inside
CALL (inside) { UNWIND inside AS o RETURN max(o.time) AS finish, sum(o.claim.fund_pay_sumamt) AS fund }
CALL (inside) {
  UNWIND inside AS o WITH DISTINCT o.patient AS patient ORDER BY patient RETURN collect(patient) AS patients
}
WITH i, begin, finish, fund, inside, patients, starts
WHERE size(patients) >= $k
  AND none(s IN starts WHERE s < begin AND finish <= s + duration({minutes: $minutes}))
WITH collect({place: i, begin: begin, finish: finish, fund: fund, inside: inside, patients: patients}) AS found
UNWIND found AS one
RETURN one.place.kind AS kind, one.place.fixmedins_code AS id, one.begin AS begin, one.finish AS end,
  size(one.patients) AS number, one.patients AS patients, [o IN one.inside | o.claim.setl_id] AS setl_ids,
  one.fund AS fund_pay_sumamt, size(found) AS total
ORDER BY begin, kind, id
LIMIT $limit
