-- purpose: who prescribed for whom and when: outpatient bills that name a doctor, and pharmacy bills whose lines name
--          a prescriber by national code (pharmacists' and house numbers are none)
-- parameters: none
-- reads: settlement(row), fee_list_d
WITH sold AS (
  SELECT s.row, min(f.bilg_dr_code) AS doctor, min(f.fee_ocur_time) AS written_at
  FROM fee_list_d f JOIN settlement s ON s.setl_id = f.setl_id
  WHERE s.kind = 'pharmacy' AND f.bilg_dr_code LIKE 'D%' AND length(f.bilg_dr_code) = 13
  GROUP BY s.row
)
SELECT row, doctor, epoch(setl_time)::BIGINT AS second
FROM settlement
WHERE doctor IS NOT NULL AND NOT stay AND (kind <> 'pharmacy' OR doctor NOT LIKE '%/%')
UNION ALL
SELECT s.row, sold.doctor,
  epoch(CASE WHEN sold.written_at::DATE < sold.written_at THEN sold.written_at ELSE s.setl_time END)::BIGINT
FROM sold JOIN settlement s ON s.row = sold.row
WHERE coalesce(s.doctor, '') <> sold.doctor
ORDER BY 2, 3, 1
