-- purpose: relationships BY: claim to doctor
-- parameters: none
-- reads: claim
SELECT setl_id AS a, 'doctor:' || doctor AS b FROM claim WHERE doctor IS NOT NULL ORDER BY a, b
