-- purpose: relationships AT: claim to institution
-- parameters: none
-- reads: settlement
SELECT setl_id AS a, kind || ':' || fixmedins_code AS b FROM settlement ORDER BY a, b
