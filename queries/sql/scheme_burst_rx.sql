-- purpose: who prescribed for whom and when: outpatient bills that name a doctor, and pharmacy bills whose lines name
--          a prescriber by national code (pharmacists' and house numbers are none)
-- parameters: none
-- reads: settlement(row, position), basket
SELECT row, doctor, epoch(setl_time)::BIGINT AS second
FROM settlement
WHERE doctor IS NOT NULL AND NOT stay AND (kind <> 'pharmacy' OR doctor NOT LIKE '%/%')
UNION ALL
SELECT s.row, b.prescriber,
  epoch(CASE WHEN b.written_at::DATE < b.written_at THEN b.written_at ELSE s.setl_time END)::BIGINT
FROM basket b JOIN settlement s ON s.position = b.position
WHERE b.prescriber IS NOT NULL AND coalesce(s.doctor, '') <> b.prescriber
ORDER BY 2, 3, 1
