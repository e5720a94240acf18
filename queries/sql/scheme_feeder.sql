-- purpose: admissions (stays that follow each other within a day are one course, which a hospital that sends its patient
--          on and takes him or her back has admitted once) and the hubs that their patients share: contact or agent's
--          telephone (`called`: on this very admission), address, employer or village; hubs of enough and not too many
--          patients
-- parameters: min_patients, max_patients (of a hub: a larger one is an agency's or a hospital's own)
-- reads: settlement(row), setl_d, mdtrt_d, psn_info_b, person
WITH stay AS (
  SELECT row, setl_id, patient, fixmedins_code, begndate, enddate,
    max(enddate) OVER (
      PARTITION BY patient ORDER BY begndate, enddate, row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
  FROM settlement WHERE stay AND med_type NOT LIKE '52%' AND begndate <= enddate
), course AS (
  SELECT row, setl_id, patient, fixmedins_code, begndate, enddate,
    count(*) FILTER (before IS NULL OR begndate - before > 1) OVER (
      PARTITION BY patient ORDER BY begndate, enddate, row ROWS UNBOUNDED PRECEDING
    ) AS course
  FROM stay
), admission AS (
  SELECT row, setl_id, patient FROM course
  QUALIFY row_number() OVER (PARTITION BY patient, course, fixmedins_code ORDER BY begndate, enddate, row) = 1
), told AS (
  SELECT a.row, a.patient, m.coner_tel, d.agnter_tel, m.curr_addr
  FROM admission a JOIN setl_d d ON d.setl_id = a.setl_id LEFT JOIN mdtrt_d m ON m.mdtrt_id = d.mdtrt_id
), called AS (
  SELECT row, patient, coner_tel AS name FROM told WHERE coner_tel IS NOT NULL
  UNION SELECT row, patient, agnter_tel FROM told WHERE agnter_tel IS NOT NULL
), contact AS (
  -- Who was sent once is one of the sender's people: all the person's admissions count.
  SELECT DISTINCT patient, name FROM called
), known AS (
  SELECT p.patient, min(i.live_addr) AS live_addr, min(i.emp_no) AS emp_no
  FROM psn_info_b i JOIN person p ON p.psn_no = i.psn_no SEMI JOIN admission a ON a.patient = p.patient
  GROUP BY p.patient
), link AS (
  SELECT a.row, a.patient, 'contact' AS sort, c.name, n.row IS NOT NULL AS called
    FROM admission a JOIN contact c ON c.patient = a.patient LEFT JOIN called n ON n.row = a.row AND n.name = c.name
  UNION SELECT t.row, t.patient, 'address', coalesce(k.live_addr, t.curr_addr), TRUE
    FROM told t LEFT JOIN known k ON k.patient = t.patient WHERE coalesce(k.live_addr, t.curr_addr) IS NOT NULL
  UNION SELECT t.row, t.patient, 'employer', k.emp_no, TRUE
    FROM told t JOIN known k ON k.patient = t.patient WHERE k.emp_no IS NOT NULL
), hub AS (
  SELECT sort, name, count(DISTINCT patient) AS patients FROM link GROUP BY sort, name
  HAVING count(DISTINCT patient) >= $min_patients
)
SELECT a.row, h.sort, h.name, coalesce(h.patients > $max_patients, FALSE) AS capped,
  coalesce(l.called, FALSE) AS called
FROM admission a
LEFT JOIN link l ON l.row = a.row
LEFT JOIN hub h ON h.sort = l.sort AND h.name = l.name
ORDER BY a.row, h.sort, h.name
