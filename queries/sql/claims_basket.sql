-- purpose: what each purchase at a pharmacy holds: fee lines, the article of the dearest line (ties: the first code), its
--          price, the longest supply, the prescriber by national code (pharmacists' and house numbers are none) and
--          when the first of the prescriber's lines was written
-- parameters: none
-- reads: line, placed(position, kind)
WITH sold AS (
  SELECT l.*, CASE WHEN l.bilg_dr_code LIKE 'D%' AND length(l.bilg_dr_code) = 13 THEN l.bilg_dr_code END AS doctor
  FROM line l SEMI JOIN (SELECT position FROM placed WHERE kind = 'pharmacy') AS shop ON shop.position = l.position
)
SELECT position, count(*)::INTEGER AS lines, arg_min(article, (-det_item_fee_sumamt, article)) AS article,
  max(det_item_fee_sumamt) AS price, max(prd_days) AS supply, min(doctor) AS prescriber,
  min(fee_ocur_time) FILTER (doctor IS NOT NULL) AS written_at
FROM sold
GROUP BY position
ORDER BY position
