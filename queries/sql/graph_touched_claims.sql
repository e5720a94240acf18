-- purpose: a state's settlements among those that differ between states
-- parameters: none
-- reads: settlement, touched(setl_id)
SELECT s.* FROM settlement s SEMI JOIN touched t ON t.setl_id = s.setl_id
