-- purpose: what the claims say of the settlements behind the groups: disease, diagnosis, money, items
-- parameters: none
-- reads: wanted(setl_id, position), setl_d, mdtrt_d, line, item
WITH billed AS (
  SELECT l.position, list(DISTINCT i.hilist_code ORDER BY i.hilist_code) AS items,
    string_agg(DISTINCT i.hilist_name, ' ' ORDER BY i.hilist_name) AS item_names
  FROM line l SEMI JOIN wanted w ON w.position = l.position
  JOIN item i ON i.item = l.item
  GROUP BY l.position
)
SELECT s.setl_id, s.med_type, s.dise_no, m.dscg_maindiag_code AS diagnosis, m.dscg_maindiag_name AS diagnosis_name,
  s.medfee_sumamt::DOUBLE AS medfee, s.psn_cash_pay::DOUBLE AS cash, s.hosp_part_amt::DOUBLE AS waived,
  coalesce(b.items, []) AS items, coalesce(b.item_names, '') AS item_names
FROM setl_d s
JOIN wanted w ON w.setl_id = s.setl_id
LEFT JOIN mdtrt_d m ON m.mdtrt_id = s.mdtrt_id
LEFT JOIN billed b ON b.position = w.position
ORDER BY s.setl_id
