-- purpose: sessions of blood dialysis, one row a settlement and day: the centre (institutions of one credit code or parent
--          are one), how many sessions the row stands for, whether their day is sure, whether they are part of a stay
-- parameters: words, other_words (of a service's name), codes (beginnings: of an item without a name; of the disease,
--             the diagnosis or the category of care of a bill without fee lines)
-- reads: settlement(row), setl_d, mdtrt_d, fee_list_d, medins_info_b
-- A bill over several days whose lines bear one time stands for as many sessions as it counts, on unknown days.
WITH item AS (
  SELECT DISTINCT hilist_code, coalesce(trim(hilist_name), '') AS name FROM fee_list_d
  WHERE coalesce(list_type, '2') LIKE '2%' AND coalesce(med_chrgitm_type, '05') NOT IN ('08', '09', '10', '11')
), session_item AS (
  SELECT hilist_code, name FROM item
  WHERE CASE WHEN name = '' THEN EXISTS (SELECT 1 FROM unnest($codes) AS c(code) WHERE starts_with(hilist_code, code))
    ELSE EXISTS (SELECT 1 FROM unnest($words) AS w(word) WHERE contains(name, word))
      AND NOT EXISTS (SELECT 1 FROM unnest($other_words) AS o(word) WHERE contains(name, word)) END
), line AS (
  SELECT f.setl_id, f.fee_ocur_time::DATE AS day, sum(f.cnt) AS pieces
  FROM fee_list_d f SEMI JOIN session_item i
    ON i.hilist_code = f.hilist_code AND i.name = coalesce(trim(f.hilist_name), '')
  WHERE coalesce(f.list_type, '2') LIKE '2%' AND f.cnt > 0
  GROUP BY f.setl_id, f.hilist_code, f.fee_ocur_time::DATE
), marked AS (
  SELECT s.setl_id FROM settlement s JOIN setl_d d ON d.setl_id = s.setl_id
  LEFT JOIN mdtrt_d m ON m.mdtrt_id = d.mdtrt_id
  WHERE s.kind <> 'pharmacy' AND EXISTS (
    SELECT 1 FROM unnest($codes) AS c(code) WHERE starts_with(coalesce(d.dise_no, ''), code)
      OR starts_with(coalesce(m.dscg_maindiag_code, ''), code) OR starts_with(s.med_type, code))
), unlisted AS (
  SELECT setl_id FROM marked
  WHERE setl_id NOT IN (SELECT f.setl_id FROM fee_list_d f SEMI JOIN marked k ON k.setl_id = f.setl_id)
), said AS (
  SELECT setl_id, day, pieces FROM line UNION ALL SELECT setl_id, NULL, 1 FROM unlisted
), service AS (
  SELECT s.row, s.setl_id, s.fixmedins_code, s.stay, coalesce(s.begndate, s.setl_time::DATE) AS first,
    greatest(coalesce(s.enddate, s.setl_time::DATE), coalesce(s.begndate, s.setl_time::DATE)) AS last,
    s.begndate IS NULL AS undated
  FROM settlement s SEMI JOIN said ON said.setl_id = s.setl_id
), each AS (
  SELECT v.row, v.setl_id, v.fixmedins_code, v.stay, v.undated, v.last - v.first + 1 AS span,
    CASE WHEN a.day BETWEEN v.first AND v.last THEN a.day ELSE v.first END AS day, max(a.pieces) AS pieces,
    count(*) OVER (PARTITION BY v.row) AS days
  FROM service v JOIN said a ON a.setl_id = v.setl_id
  GROUP BY v.row, v.setl_id, v.fixmedins_code, v.stay, v.undated, v.first, v.last, 7
)
SELECT e.row, e.day - DATE '1970-01-01' AS day, e.stay, e.fixmedins_code,
  CASE WHEN e.days = 1 THEN least(e.span, greatest(floor(e.pieces), 1)) ELSE 1 END::BIGINT AS times,
  (e.span = 1 OR e.days > 1)
    AND NOT (e.undated AND coalesce(substr(d.insu_admdvs, 1, 4) <> substr(i.fix_blng_admdvs, 1, 4), FALSE)) AS sure
FROM each e JOIN setl_d d ON d.setl_id = e.setl_id
LEFT JOIN medins_info_b i ON i.fixmedins_code = e.fixmedins_code
ORDER BY e.row, e.day
