-- purpose: every institution with a settlement that stands, and its key in the graph
-- parameters: none
-- reads: settlement
SELECT fixmedins_code, kind || ':' || fixmedins_code AS key
FROM (SELECT DISTINCT fixmedins_code, kind FROM settlement)
ORDER BY fixmedins_code
