-- purpose: one row a patient with settlements: household, address, its village or community, employer, phone, birth
--   date, sex (null if unknown)
-- parameters: none
-- reads: person, patient(patient), psn_info_b, household
SELECT q.patient, min(h.hh_id) AS hh_id, min(i.live_addr) AS live_addr, min(nullif(regexp_extract(i.live_addr, '^.*(村|社区|居委会|小区|嘎查)'), '')) AS locality,
  min(i.emp_no) AS emp_no, min(i.tel) AS tel, min(i.brdy) AS brdy, min(i.gend) AS gend
FROM patient q
LEFT JOIN person p ON p.patient = q.patient
LEFT JOIN psn_info_b i ON i.psn_no = p.psn_no
LEFT JOIN household h ON h.psn_no = p.psn_no
GROUP BY q.patient
ORDER BY q.patient
