-- purpose: what the claims say of the settlements behind the groups: disease, diagnosis, money, items
-- parameters: none
-- reads: wanted(setl_id), setl_d, mdtrt_d, fee_list_d
WITH line AS (
  SELECT f.setl_id, list(DISTINCT f.hilist_code ORDER BY f.hilist_code) AS items,
    string_agg(DISTINCT f.hilist_name, ' ' ORDER BY f.hilist_name) AS item_names
  FROM fee_list_d f SEMI JOIN wanted w ON w.setl_id = f.setl_id
  GROUP BY f.setl_id
)
SELECT s.setl_id, s.med_type, s.dise_no, m.dscg_maindiag_code AS diagnosis, m.dscg_maindiag_name AS diagnosis_name,
  s.medfee_sumamt::DOUBLE AS medfee, s.psn_cash_pay::DOUBLE AS cash, s.hosp_part_amt::DOUBLE AS waived,
  coalesce(l.items, []) AS items, coalesce(l.item_names, '') AS item_names
FROM setl_d s
SEMI JOIN wanted w ON w.setl_id = s.setl_id
LEFT JOIN mdtrt_d m ON m.mdtrt_id = s.mdtrt_id
LEFT JOIN line l ON l.setl_id = s.setl_id
ORDER BY s.setl_id
