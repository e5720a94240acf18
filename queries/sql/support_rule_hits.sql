-- purpose: the rules of a monitoring system that hit each settlement, with the amount and whether the hit is certain
-- parameters: certain (codes of sev_deg that name a certain breach)
-- reads: settlement(row), rule_hit
SELECT
  s.row,
  coalesce(nullif(trim(h.rule_name), ''), h.rule_id) AS rule,
  bool_or(coalesce(list_contains($certain, h.sev_deg), false)) AS certain,
  coalesce(sum(h.vola_amt), 0)::DOUBLE AS amount
FROM rule_hit h JOIN settlement s ON s.setl_id = h.setl_id
GROUP BY ALL
ORDER BY ALL
