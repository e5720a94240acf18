-- purpose: two consecutive settlements of one person at places too far apart for the time between them
-- parameters: max_min (minutes between them), min_km (kilometres apart), clock_min (minutes that clocks differ)
-- reads: settlement(row), medins_info_b
WITH located AS (
  SELECT fixmedins_code, lnt, lat FROM medins_info_b
  WHERE lnt BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90 AND NOT (lnt = 0 AND lat = 0)
), visit AS (
  SELECT s.row, s.patient, s.setl_time, l.lnt, l.lat,
    lead(s.row) OVER trail AS other, lead(s.setl_time) OVER trail AS other_time, lead(l.lnt) OVER trail AS other_lnt,
    lead(l.lat) OVER trail AS other_lat
  FROM settlement s JOIN located l ON l.fixmedins_code = s.fixmedins_code
  -- A stay is settled when the office gets to it; a time without a clock says nothing.
  WHERE NOT s.stay AND s.setl_time <> s.setl_time::DATE
  WINDOW trail AS (PARTITION BY s.patient ORDER BY s.setl_time, s.row)
), apart AS (
  SELECT row, other, date_diff('second', setl_time, other_time) / 60.0 AS minutes, 2 * 6371 * asin(least(1.0, sqrt(
    pow(sin(radians(other_lat - lat) / 2), 2)
    + cos(radians(lat)) * cos(radians(other_lat)) * pow(sin(radians(other_lnt - lnt) / 2), 2)))) AS km
  FROM visit WHERE date_diff('second', setl_time, other_time) <= 60 * $max_min
)
-- Too far for the whole time, or too fast: min_km in max_min is a speed, and the two clocks may differ.
SELECT row, other, km FROM apart
WHERE km > $min_km OR km * $max_min > $min_km * (minutes + $clock_min)
ORDER BY row
