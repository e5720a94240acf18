-- purpose: drugs of the claims behind links, evidence and gatherings
-- parameters: none
-- reads: fee_list_d, claim(setl_id), evidence(setl_id)
SELECT f.setl_id, f.hilist_code, sum(f.cnt)::DOUBLE AS cnt, (sum(f.det_item_fee_sumamt) * 100)::BIGINT AS fee
FROM fee_list_d f
SEMI JOIN evidence e ON e.setl_id = f.setl_id
SEMI JOIN claim c ON c.setl_id = f.setl_id
WHERE f.list_type[:3] IN ('101', '102', '103')
  OR (f.list_type IS NULL AND f.med_chrgitm_type[:2] IN ('09', '10', '11'))
GROUP BY f.setl_id, f.hilist_code
