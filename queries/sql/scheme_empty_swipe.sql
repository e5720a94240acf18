-- purpose: what was handed over for each purchase at a pharmacy: fee lines, scanned boxes, boxes scanned many times
-- parameters: most (a box scanned in more settlements of one pharmacy is no box)
-- reads: settlement(row), fee_list_d, drugtracinfo
WITH sale AS (
  SELECT row, setl_id, fixmedins_code FROM settlement WHERE kind = 'pharmacy'
), line AS (
  SELECT f.setl_id, count(*) AS lines
  FROM fee_list_d f SEMI JOIN sale s ON s.setl_id = f.setl_id
  GROUP BY f.setl_id
), scan AS (
  SELECT t.setl_id, t.drug_trac_codg AS code, s.fixmedins_code, max((t.trdn_flag = '1')::INT) AS split
  FROM drugtracinfo t JOIN sale s ON s.setl_id = t.setl_id
  GROUP BY ALL
), counted AS (
  SELECT setl_id, CASE WHEN max(split) OVER same = 1 THEN 1 ELSE count(*) OVER same END AS times
  FROM scan WINDOW same AS (PARTITION BY fixmedins_code, code)
), box AS (
  SELECT setl_id, count(*) AS boxes, count(*) FILTER (times > $most) AS repeated FROM counted GROUP BY setl_id
)
SELECT s.row, coalesce(l.lines, 0)::INT AS lines, coalesce(b.boxes, 0)::INT AS boxes,
  coalesce(b.repeated, 0)::INT AS repeated
FROM sale s LEFT JOIN line l ON l.setl_id = s.setl_id LEFT JOIN box b ON b.setl_id = s.setl_id
ORDER BY s.row
