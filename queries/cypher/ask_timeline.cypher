// purpose: the newest settlements of an entity, in the order of time
// parameters: $entity, $begin, $end, $limit
// index used: Entity.key
MATCH (e:Entity {key: $entity})-[:SUBMITTED|AT|BY]-(c:Claim)
WHERE ($begin IS NULL OR date(c.setl_time) >= $begin) AND ($end IS NULL OR date(c.setl_time) <= $end)
WITH c ORDER BY c.setl_time DESC, c.setl_id DESC
WITH collect(c) AS found
UNWIND found[0..$limit] AS c
MATCH (p:Patient)-[:SUBMITTED]->(c)-[:AT]->(i:Institution)
OPTIONAL MATCH (c)-[:BY]->(d:Doctor)
RETURN c.setl_id AS setl_id, p.psn_no AS patient, i.kind AS kind, i.fixmedins_code AS fixmedins_code,
  d.dr_code AS doctor, c.setl_time AS setl_time, c.stay AS stay, c.med_type AS med_type,
  c.medfee_sumamt AS medfee_sumamt, c.fund_pay_sumamt AS fund_pay_sumamt, c.acct_pay AS acct_pay, size(found) AS total
ORDER BY setl_time, setl_id
