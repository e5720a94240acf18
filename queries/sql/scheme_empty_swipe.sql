-- purpose: what was handed over for each purchase at a pharmacy: fee lines, scanned boxes, boxes scanned many times
-- parameters: most (a box scanned in more settlements of one pharmacy is no box)
-- reads: settlement(row, position), basket, box, box_once
WITH sale AS (
  SELECT row, position, setl_id, fixmedins_code FROM settlement WHERE kind = 'pharmacy'
), scan AS (
  SELECT s.row, t.drug_trac_codg AS code, s.fixmedins_code, max((t.trdn_flag = '1')::INT) AS split
  FROM box t JOIN sale s ON s.setl_id = t.setl_id
  GROUP BY ALL
), counted AS (
  SELECT row, CASE WHEN max(split) OVER same = 1 THEN 1 ELSE count(*) OVER same END AS times
  FROM scan WINDOW same AS (PARTITION BY fixmedins_code, code)
), again AS (
  SELECT row, count(*) AS boxes, count(*) FILTER (times > $most) AS repeated FROM counted GROUP BY row
)
SELECT s.row, coalesce(b.lines, 0)::INT AS lines, (coalesce(o.boxes, 0) + coalesce(a.boxes, 0))::INT AS boxes,
  coalesce(a.repeated, 0)::INT AS repeated
FROM sale s
LEFT JOIN basket b ON b.position = s.position
LEFT JOIN box_once o ON o.position = s.position
LEFT JOIN again a ON a.row = s.row
ORDER BY s.row
