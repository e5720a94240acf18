-- purpose: the centre that each institution belongs to: those of one credit code or parent are one
-- parameters: none
-- reads: institution, medins_info_b
SELECT i.fixmedins_code, min(coalesce(m.prnt_medins_code, i.fixmedins_code))
  OVER (PARTITION BY coalesce(m.uscc, i.fixmedins_code)) AS centre
FROM institution i LEFT JOIN medins_info_b m ON m.fixmedins_code = i.fixmedins_code
ORDER BY i.fixmedins_code
