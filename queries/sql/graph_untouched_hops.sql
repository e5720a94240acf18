-- purpose: what settlements that all states have as they are give to the pairs of entities that differing ones name
-- parameters: none
-- reads: settlement, near (its part of the patients of differing ones), touched(setl_id),
--        touched_claim(patient, kind, fixmedins_code, doctor)
WITH kept AS MATERIALIZED (
  SELECT n.* FROM near n ANTI JOIN touched t ON t.setl_id = n.setl_id
)
SELECT 'VISITED' AS type, 'patient:' || s.patient AS a, s.kind || ':' || s.fixmedins_code AS b, count(*) AS n,
  min(s.setl_time) AS first, max(s.setl_time) AS last, (sum(s.fund_pay_sumamt) * 100)::BIGINT AS fund
FROM kept s
SEMI JOIN touched_claim c ON c.patient = s.patient AND c.kind = s.kind AND c.fixmedins_code = s.fixmedins_code
GROUP BY s.patient, s.kind, s.fixmedins_code
UNION ALL
SELECT 'TREATED_BY', 'patient:' || s.patient, 'doctor:' || s.doctor, count(*),
  min(s.setl_time), max(s.setl_time), (sum(s.fund_pay_sumamt) * 100)::BIGINT
FROM kept s
SEMI JOIN touched_claim c ON c.patient = s.patient AND c.doctor = s.doctor
GROUP BY s.patient, s.doctor
UNION ALL
SELECT 'PRACTISES_AT', 'doctor:' || s.doctor, s.kind || ':' || s.fixmedins_code, count(*),
  min(s.setl_time), max(s.setl_time), (sum(s.fund_pay_sumamt) * 100)::BIGINT
FROM settlement s
SEMI JOIN touched_claim c ON c.doctor = s.doctor AND c.kind = s.kind AND c.fixmedins_code = s.fixmedins_code
ANTI JOIN touched t ON t.setl_id = s.setl_id
GROUP BY s.doctor, s.kind, s.fixmedins_code
