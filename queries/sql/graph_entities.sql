-- purpose: every entity that has a node: by a settlement that stands, as a member of a ring, or as a patient's employer
-- parameters: none
-- reads: total, degree, member(kind, id), employment, watched
WITH known AS (
  SELECT key FROM total
  UNION SELECT kind || ':' || id FROM member
  UNION SELECT 'employer:' || emp_no FROM employment
)
SELECT k.key, split_part(k.key, ':', 1) AS kind, substr(k.key, strpos(k.key, ':') + 1) AS id, w.watch,
  coalesce(d.degree, 0) AS degree, coalesce(t.settlements, 0) AS settlements, t.first, t.last,
  coalesce(t.medfee_sumamt, 0) AS medfee_sumamt, coalesce(t.fund_pay_sumamt, 0) AS fund_pay_sumamt,
  coalesce(t.acct_pay, 0) AS acct_pay
FROM known k
LEFT JOIN total t ON t.key = k.key
LEFT JOIN degree d ON d.key = k.key
LEFT JOIN watched w ON w.kind = CASE WHEN split_part(k.key, ':', 1) IN ('hospital', 'clinic', 'pharmacy')
  THEN 'institution' ELSE split_part(k.key, ':', 1) END AND w.id = substr(k.key, strpos(k.key, ':') + 1)
