-- purpose: settlements of a service after the patient's death, with the days between (several dates: the latest counts)
-- parameters: grace_days (a service up to this many days after the registered day is a late or rounded date)
-- reads: settlement(row), person, death_reg
WITH dead AS (
  SELECT p.patient, max(d.death_date) AS death_date
  FROM death_reg d JOIN person p ON p.psn_no = d.psn_no
  GROUP BY p.patient
), served AS (
  SELECT s.row, d.death_date, least(coalesce(s.begndate, s.setl_time::DATE), s.setl_time::DATE) AS day
  FROM settlement s JOIN dead d ON d.patient = s.patient
)
SELECT row, day - death_date AS days_after FROM served
WHERE day - death_date > $grace_days
ORDER BY row
