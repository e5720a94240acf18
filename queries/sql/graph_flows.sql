-- purpose: REFLOW_TO, with both settlements of every box: boxes settled at one institution and next at another, days later and for another
--          person; a code of too many sales names a product, and a code of two drugs is a wrong code
-- parameters: $most (sales of a code), $days (between its two settlements)
-- reads: sale(code, row, drug), settlement(row)
WITH placed AS (
  SELECT s.code, s.drug, c.row, c.setl_id, c.setl_time, c.patient, c.kind || ':' || c.fixmedins_code AS place
  FROM sale s JOIN settlement c ON c.row = s.row
  QUALIFY count(*) OVER (PARTITION BY s.code) <= $most
    AND row_number() OVER (PARTITION BY s.code, c.fixmedins_code ORDER BY c.setl_time, c.row) = 1
), moved AS (
  SELECT code, place AS b, setl_id, setl_time, drug, patient,
    lag(place) OVER before AS a, lag(setl_id) OVER before AS first_setl_id, lag(setl_time) OVER before AS first_time,
    lag(drug) OVER before AS first_drug, lag(patient) OVER before AS seller
  FROM placed WINDOW before AS (PARTITION BY code ORDER BY setl_time, row)
), flow AS (
  SELECT * FROM moved
  WHERE a IS NOT NULL AND patient <> seller AND setl_time - first_time >= to_days($days)
    AND NOT coalesce(drug <> first_drug, FALSE)
)
SELECT a, b, count(DISTINCT code) AS codes, min(setl_time) AS first, max(setl_time) AS last,
  list_sort(list_distinct(flatten(list([first_setl_id, setl_id])))) AS setl_ids
FROM flow GROUP BY a, b ORDER BY a, b
