-- purpose: nodes Drug
-- parameters: none
-- reads: drug_line
SELECT DISTINCT hilist_code FROM drug_line ORDER BY hilist_code
