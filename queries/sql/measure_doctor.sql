-- purpose: every doctor with the measures; peers work mostly at the same kind of institution, and in the same department
-- parameters: $busy (settlements from which the busiest day says something)
-- reads: billed, dr_info_b, institution
WITH daily AS (
  SELECT doctor, day, count(*) AS n FROM billed WHERE doctor IS NOT NULL GROUP BY ALL
), busiest AS (
  SELECT doctor, max(n) / sum(n) AS share FROM daily GROUP BY doctor HAVING sum(n) >= $busy
), kinds AS (
  SELECT doctor, kind, count(*) AS n FROM billed WHERE doctor IS NOT NULL GROUP BY ALL
), usual AS (
  SELECT doctor, list(kind ORDER BY n DESC, kind)[1] AS kind FROM kinds GROUP BY doctor
), departments AS (
  SELECT doctor, dept_code, count(*) AS n FROM billed WHERE doctor IS NOT NULL AND dept_code IS NOT NULL GROUP BY ALL
), department AS (
  SELECT doctor, list(dept_code ORDER BY n DESC, dept_code)[1] AS dept_code FROM departments GROUP BY doctor
), total AS (
  SELECT doctor, count(*) AS settlements, count(DISTINCT patient) AS patients,
    count(DISTINCT fixmedins_code) AS places, sum(fund) AS fund, avg(remote::INT) AS remote_share,
    avg(stay::INT) AS stay_share, sum(cash) / nullif(sum(cash_of), 0) AS cash_share
  FROM billed WHERE doctor IS NOT NULL GROUP BY doctor
), registered AS (
  -- A code that is local to an institution is known as institution/code once a claim has used it.
  SELECT r.dr_code, any_value(i.kind) AS kind
  FROM dr_info_b r LEFT JOIN institution i ON i.fixmedins_code = r.main_pracins_no
  WHERE r.dr_code NOT IN (SELECT doctor FROM total)
    AND NOT EXISTS (SELECT 1 FROM total t WHERE t.doctor = r.main_pracins_no || '/' || r.dr_code)
  GROUP BY r.dr_code
)
SELECT 'doctor' AS kind, t.doctor AS id, NULL::VARCHAR AS name, 'doctor@' || u.kind AS wide,
  d.dept_code AS narrow, t.settlements::DOUBLE AS settlements, t.patients::DOUBLE AS patients,
  t.places::DOUBLE AS places, t.fund / t.settlements AS fund_each, t.remote_share, t.stay_share, t.cash_share,
  b.share AS busiest_share, t.settlements / t.patients AS per_patient
FROM total t
JOIN usual u ON u.doctor = t.doctor
LEFT JOIN department d ON d.doctor = t.doctor
LEFT JOIN busiest b ON b.doctor = t.doctor
UNION ALL BY NAME
SELECT 'doctor' AS kind, dr_code AS id, 'doctor@' || kind AS wide, 0::DOUBLE AS settlements FROM registered
ORDER BY id
