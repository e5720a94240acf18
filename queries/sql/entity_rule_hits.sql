-- purpose: the rules of a monitoring system that hit an entity's standing settlements, most hits first
-- parameters: $kind, $id
-- reads: rule_hit, settlement
WITH own AS (
  SELECT setl_id FROM settlement
  WHERE CASE $kind WHEN 'patient' THEN patient WHEN 'doctor' THEN doctor ELSE fixmedins_code END = $id
)
SELECT h.rule_id, coalesce(any_value(nullif(trim(h.rule_name), '')), h.rule_id) AS rule_name,
  coalesce(h.sev_deg, '') AS sev_deg, count(DISTINCT h.setl_id) AS settlements,
  coalesce(sum(h.vola_amt), 0) AS vola_amt, list(DISTINCT h.setl_id ORDER BY h.setl_id) AS setl_ids
FROM rule_hit h JOIN own ON own.setl_id = h.setl_id
GROUP BY h.rule_id, coalesce(h.sev_deg, '')
ORDER BY settlements DESC, h.rule_id, sev_deg
