-- purpose: the fee lines of settlements that stand, with numbers instead of texts, sorted by settlement
-- parameters: none
-- reads: placed(setl_id, position), item, fee_list_d
SELECT p.position, i.item, i.article, f.cnt, f.det_item_fee_sumamt, f.prd_days, f.fee_ocur_time, f.bilg_dr_code, f.etip_flag
FROM fee_list_d f
JOIN placed p ON p.setl_id = f.setl_id
JOIN item i ON i.hilist_code = f.hilist_code
  AND i.hilist_name IS NOT DISTINCT FROM f.hilist_name
  AND i.list_type IS NOT DISTINCT FROM f.list_type
  AND i.med_chrgitm_type IS NOT DISTINCT FROM f.med_chrgitm_type
ORDER BY ALL
