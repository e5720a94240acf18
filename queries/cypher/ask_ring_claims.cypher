// purpose: settlements behind a ring's evidence
// parameters: $setl_ids
// index used: Claim.setl_id
MATCH (c:Claim) WHERE c.setl_id IN $setl_ids
MATCH (p:Patient)-[:SUBMITTED]->(c)-[:AT]->(i:Institution)
OPTIONAL MATCH (c)-[:BY]->(d:Doctor)
RETURN c.setl_id AS setl_id, p.psn_no AS patient, c.psn_no AS psn_no, i.kind AS kind,
  i.fixmedins_code AS fixmedins_code, d.dr_code AS doctor, c.setl_time AS setl_time, c.begndate AS begndate,
  c.enddate AS enddate, c.stay AS stay, c.med_type AS med_type, c.medfee_sumamt AS medfee_sumamt,
  c.fund_pay_sumamt AS fund_pay_sumamt, c.acct_pay AS acct_pay
ORDER BY setl_time, setl_id
