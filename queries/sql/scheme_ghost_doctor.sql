-- purpose: outpatient bills by doctors with a national code, the campus and position of each, and what the register
--          says of the doctor; stays, tele-fetched drugs of pharmacies, care at a distance and bills stamped in a batch
--          or without a clock are left out
-- parameters: batch_size (bills of a place in one second that are a batch), remote_words (of a service at a distance)
-- reads: settlement(row, position), dr_info_b, medins_info_b, line, item
WITH campus AS (
  SELECT fixmedins_code, min(coalesce(prnt_medins_code, fixmedins_code))
    OVER (PARTITION BY coalesce(uscc, fixmedins_code)) AS campus,
    lnt BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90 AND NOT (lnt = 0 AND lat = 0) AS located, lnt, lat
  FROM medins_info_b
), remote_item AS (
  SELECT item FROM item WHERE EXISTS (SELECT 1 FROM unnest($remote_words) AS w(word) WHERE contains(hilist_name, word))
), remote AS (
  SELECT DISTINCT position FROM line SEMI JOIN remote_item ON remote_item.item = line.item
), bill AS (
  SELECT row, position, doctor, fixmedins_code, setl_time,
    count(*) OVER (PARTITION BY fixmedins_code, setl_time) AS stamped
  FROM settlement
  WHERE kind <> 'pharmacy' AND NOT stay AND doctor IS NOT NULL
)
SELECT b.row, b.doctor, coalesce(c.campus, b.fixmedins_code) AS campus,
  coalesce(m.campus, d.main_pracins_no) AS main, d.mul_prac_flag,
  b.setl_time::DATE - d.nemp_time::DATE AS days_after_leaving,
  CASE WHEN c.located THEN c.lnt END AS lnt, CASE WHEN c.located THEN c.lat END AS lat
FROM bill b
ANTI JOIN remote ON remote.position = b.position
LEFT JOIN campus c ON c.fixmedins_code = b.fixmedins_code
LEFT JOIN dr_info_b d ON d.dr_code = b.doctor
LEFT JOIN campus m ON m.fixmedins_code = d.main_pracins_no
WHERE b.doctor NOT LIKE '%/%' AND b.stamped < $batch_size AND b.setl_time > b.setl_time::DATE
ORDER BY b.doctor, b.setl_time, b.row
