-- purpose: a state's part of the entity graph, of the pairs of entities that differing settlements name
-- parameters: none
-- reads: settlement, touched_claim(patient, kind, fixmedins_code, doctor)
SELECT 'VISITED' AS type, 'patient:' || s.patient AS a, s.kind || ':' || s.fixmedins_code AS b, count(*) AS n,
  min(s.setl_time) AS first, max(s.setl_time) AS last, sum((s.fund_pay_sumamt * 100)::BIGINT)::BIGINT AS fund
FROM settlement s
SEMI JOIN touched_claim t ON t.patient = s.patient AND t.kind = s.kind AND t.fixmedins_code = s.fixmedins_code
GROUP BY s.patient, s.kind, s.fixmedins_code
UNION ALL
SELECT 'TREATED_BY', 'patient:' || s.patient, 'doctor:' || s.doctor, count(*),
  min(s.setl_time), max(s.setl_time), sum((s.fund_pay_sumamt * 100)::BIGINT)::BIGINT
FROM settlement s
SEMI JOIN touched_claim t ON t.patient = s.patient AND t.doctor = s.doctor
GROUP BY s.patient, s.doctor
UNION ALL
SELECT 'PRACTISES_AT', 'doctor:' || s.doctor, s.kind || ':' || s.fixmedins_code, count(*),
  min(s.setl_time), max(s.setl_time), sum((s.fund_pay_sumamt * 100)::BIGINT)::BIGINT
FROM settlement s
SEMI JOIN touched_claim t ON t.doctor = s.doctor AND t.kind = s.kind AND t.fixmedins_code = s.fixmedins_code
GROUP BY s.doctor, s.kind, s.fixmedins_code
