-- purpose: relationships AT: claim to institution
-- parameters: none
-- reads: claim
SELECT setl_id AS a, kind || ':' || fixmedins_code AS b FROM claim ORDER BY a, b
