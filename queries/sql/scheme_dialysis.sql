-- purpose: sessions of blood dialysis, one row a settlement and day: the centre (institutions of one credit code or parent
--          are one), how many sessions the row stands for, whether their day is sure, whether they are part of a stay
-- parameters: words, other_words (of a service's name), codes (beginnings: of an item without a name; of the disease,
--             the diagnosis or the category of care of a bill without fee lines)
-- reads: settlement(row, position), setl_d, mdtrt_d, line, item, medins_info_b
-- A bill over several days whose lines bear one time stands for as many sessions as it counts, on unknown days.
WITH listed AS (
  SELECT item, hilist_code, coalesce(trim(hilist_name), '') AS name, med_chrgitm_type FROM item
  WHERE coalesce(list_type, '2') LIKE '2%'
), session_item AS (
  SELECT DISTINCT hilist_code, name FROM listed
  WHERE coalesce(med_chrgitm_type, '05') NOT IN ('08', '09', '10', '11')
    AND CASE WHEN name = '' THEN EXISTS (SELECT 1 FROM unnest($codes) AS c(code) WHERE starts_with(hilist_code, code))
    ELSE EXISTS (SELECT 1 FROM unnest($words) AS w(word) WHERE contains(name, word))
      AND NOT EXISTS (SELECT 1 FROM unnest($other_words) AS o(word) WHERE contains(name, word)) END
), session_line AS (
  SELECT l.position, l.fee_ocur_time::DATE AS day, sum(l.cnt) AS pieces
  FROM line l SEMI JOIN (
    SELECT item FROM listed SEMI JOIN session_item i ON i.hilist_code = listed.hilist_code AND i.name = listed.name
  ) AS chosen ON chosen.item = l.item
  WHERE l.cnt > 0
  GROUP BY l.position, l.article, l.fee_ocur_time::DATE
), disease AS (
  SELECT dise_no FROM (SELECT DISTINCT dise_no FROM setl_d WHERE dise_no IS NOT NULL)
  WHERE EXISTS (SELECT 1 FROM unnest($codes) AS c(code) WHERE starts_with(dise_no, code))
), diagnosis AS (
  SELECT name FROM (
    SELECT DISTINCT dscg_maindiag_code AS name FROM mdtrt_d WHERE dscg_maindiag_code IS NOT NULL)
  WHERE EXISTS (SELECT 1 FROM unnest($codes) AS c(code) WHERE starts_with(name, code))
), care AS (
  SELECT med_type FROM (SELECT DISTINCT med_type FROM settlement)
  WHERE EXISTS (SELECT 1 FROM unnest($codes) AS c(code) WHERE starts_with(med_type, code))
), bill AS (
  SELECT d.setl_id FROM setl_d d SEMI JOIN disease ON disease.dise_no = d.dise_no
  UNION
  SELECT d.setl_id FROM setl_d d SEMI JOIN (
    SELECT mdtrt_id FROM mdtrt_d SEMI JOIN diagnosis ON diagnosis.name = mdtrt_d.dscg_maindiag_code
  ) AS m ON m.mdtrt_id = d.mdtrt_id
  UNION
  SELECT s.setl_id FROM settlement s SEMI JOIN care ON care.med_type = s.med_type
), marked AS (
  SELECT s.position FROM settlement s SEMI JOIN bill ON bill.setl_id = s.setl_id WHERE s.kind <> 'pharmacy'
), unlisted AS (
  SELECT position FROM marked ANTI JOIN line ON line.position = marked.position
), said AS (
  SELECT position, day, pieces FROM session_line UNION ALL SELECT position, NULL, 1 FROM unlisted
), service AS (
  SELECT s.row, s.position, s.setl_id, s.fixmedins_code, s.stay, coalesce(s.begndate, s.setl_time::DATE) AS first,
    greatest(coalesce(s.enddate, s.setl_time::DATE), coalesce(s.begndate, s.setl_time::DATE)) AS last,
    s.begndate IS NULL AS undated
  FROM settlement s SEMI JOIN said ON said.position = s.position
), each AS (
  SELECT v.row, v.setl_id, v.fixmedins_code, v.stay, v.undated, v.last - v.first + 1 AS span,
    CASE WHEN a.day BETWEEN v.first AND v.last THEN a.day ELSE v.first END AS day, max(a.pieces) AS pieces,
    count(*) OVER (PARTITION BY v.row) AS days
  FROM service v JOIN said a ON a.position = v.position
  GROUP BY v.row, v.setl_id, v.fixmedins_code, v.stay, v.undated, v.first, v.last, 7
)
SELECT e.row, e.day - DATE '1970-01-01' AS day, e.stay, e.fixmedins_code,
  CASE WHEN e.days = 1 THEN least(e.span, greatest(floor(e.pieces), 1)) ELSE 1 END::BIGINT AS times,
  (e.span = 1 OR e.days > 1)
    AND NOT (e.undated AND coalesce(substr(d.insu_admdvs, 1, 4) <> substr(i.fix_blng_admdvs, 1, 4), FALSE)) AS sure
FROM each e JOIN setl_d d ON d.setl_id = e.setl_id
LEFT JOIN medins_info_b i ON i.fixmedins_code = e.fixmedins_code
ORDER BY e.row, e.day
