-- purpose: articles of the visits of one side: how many and for how much, refunds netted; a line belongs to the visit of
--          its bill (a refund to its original's), else of its encounter
-- parameters: none
-- reads: fee(setl_id, mdtrt_id, hilist_code, cnt, det_item_fee_sumamt), bill(setl_id, init_setl_id),
--        by_bill(setl_id, unit), by_encounter(mdtrt_id, unit)
SELECT coalesce(s.unit, o.unit, e.unit) AS unit, f.hilist_code, sum(f.cnt)::DECIMAL(18, 6) AS cnt,
  sum(f.det_item_fee_sumamt)::DECIMAL(18, 2) AS amount
FROM fee f
LEFT JOIN by_bill s ON s.setl_id = f.setl_id
LEFT JOIN bill b ON b.setl_id = f.setl_id
LEFT JOIN by_bill o ON o.setl_id = b.init_setl_id
LEFT JOIN by_encounter e ON e.mdtrt_id = f.mdtrt_id
WHERE coalesce(s.unit, o.unit, e.unit) IS NOT NULL
GROUP BY ALL
ORDER BY unit, f.hilist_code
