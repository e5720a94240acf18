-- purpose: relationships BOUGHT: claim to drug
-- parameters: none
-- reads: drug_line
SELECT setl_id AS a, hilist_code AS b, cnt, fee AS det_item_fee_sumamt FROM drug_line ORDER BY a, b
