-- purpose: relationships BY: claim to doctor
-- parameters: none
-- reads: settlement
SELECT setl_id AS a, 'doctor:' || doctor AS b FROM settlement WHERE doctor IS NOT NULL ORDER BY a, b
