-- purpose: the settlements behind links, evidence and gatherings, where no others are to have a node
-- parameters: none
-- reads: settlement, evidence(setl_id)
SELECT s.* FROM settlement s SEMI JOIN evidence e ON e.setl_id = s.setl_id
