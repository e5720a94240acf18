-- purpose: settlements that were compared with the hospital's own records, with the visit they belong to and its kind
-- parameters: none
-- reads: his_check, settlement
SELECT h.setl_id, h.fixmedins_code, h.visit_id, s.stay, h.his_state = 'missing' AS missing
FROM his_check h JOIN settlement s ON s.setl_id = h.setl_id
ORDER BY h.fixmedins_code, h.visit_id, h.setl_id
