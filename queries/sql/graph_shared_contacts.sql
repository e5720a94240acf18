-- purpose: contacts that at least two and not too many patients with a settlement share
-- parameters: $most (patients)
-- reads: held(sort, value, patient), settlement
SELECT h.sort, h.value, 'patient:' || h.patient AS patient
FROM held h SEMI JOIN settlement s ON s.patient = h.patient
QUALIFY count(*) OVER (PARTITION BY h.sort, h.value) BETWEEN 2 AND $most
ORDER BY h.sort, h.value, patient
