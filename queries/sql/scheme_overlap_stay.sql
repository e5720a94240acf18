-- purpose: settlements of a patient at another institution inside an inpatient stay, and what they needed the patient for
--          (person: treatment, consultation, another stay; drugs: only drugs; sent_out: only examinations, or marked as such;
--          course: a registered course of treatment, such as dialysis, that goes on); a stay that the patient had
--          reimbursed by hand is none, its dates are a clerk's and its bill is not the hospital's
-- parameters: grace_days (this close to admission and discharge is none), max_days (longer stays are long-term care),
--             newborn_days (so long after a birth the mother's card serves the child)
-- reads: settlement(row, who, position), setl_d, medins_info_b, line, item
WITH by_hand AS (
  SELECT setl_id FROM setl_d WHERE setl_type = '1'
), stay AS (
  SELECT row, who, fixmedins_code, begndate + $grace_days AS first, enddate - $grace_days AS last, med_type
  FROM settlement ANTI JOIN by_hand ON by_hand.setl_id = settlement.setl_id
  WHERE stay AND med_type NOT LIKE '52%' AND enddate - begndate BETWEEN 2 * $grace_days AND $max_days
), birth AS (
  SELECT DISTINCT who, coalesce(begndate, setl_time::DATE) AS day FROM settlement WHERE med_type LIKE '52%'
), service AS (
  SELECT s.row, s.setl_id, s.position, s.who, s.fixmedins_code, s.kind, s.stay, s.med_type, s.begndate IS NULL AS undated,
    coalesce(s.begndate, s.setl_time::DATE) + CASE WHEN s.stay THEN $grace_days ELSE 0 END AS first,
    CASE WHEN s.stay THEN s.enddate - $grace_days
      ELSE greatest(coalesce(s.enddate, s.setl_time::DATE), s.setl_time::DATE) END AS last
  FROM settlement s SEMI JOIN stay ON stay.who = s.who
  WHERE NOT s.stay OR s.enddate - s.begndate <= $max_days
), met AS (
  SELECT s.row AS stay_row, o.row, o.setl_id, o.position, o.fixmedins_code, o.kind, o.stay, o.med_type, o.undated
  FROM stay s JOIN service o ON o.who = s.who AND o.fixmedins_code <> s.fixmedins_code
  WHERE o.first <= s.last AND o.last >= s.first AND o.first <= o.last
    AND (o.stay OR (o.first >= s.first AND o.last <= s.last))
    -- Transfers keep a foot in both houses for a while.
    AND NOT (o.stay AND (substr(s.med_type, 1, 2) IN ('23', '24') OR substr(o.med_type, 1, 2) IN ('23', '24', '52')))
    AND NOT EXISTS (
      SELECT 1 FROM birth b WHERE b.who = o.who AND o.first - b.day BETWEEN 0 AND $newborn_days)
), bill AS (
  SELECT l.position, max((l.etip_flag = '1')::INT) AS sent_out, max((i.list_type LIKE '1%')::INT) AS drugs,
    max((i.med_chrgitm_type IN ('03', '04'))::INT) AS exams,
    max((i.med_chrgitm_type IN ('01', '05', '06', '07', '08'))::INT) AS hands
  FROM line l SEMI JOIN met ON met.position = l.position JOIN item i ON i.item = l.item
  GROUP BY l.position
)
SELECT m.stay_row, m.row,
  CASE
    WHEN m.stay THEN 'person'
    WHEN l.sent_out = 1 THEN 'sent_out'
    WHEN m.kind = 'pharmacy' THEN 'drugs'
    WHEN l.hands = 1 AND substr(m.med_type, 1, 2) = '14' THEN 'course'
    WHEN l.hands = 1 OR (l.exams = 1 AND l.drugs = 1) THEN 'person'
    WHEN l.exams = 1 THEN 'sent_out'
    -- Rules let relatives fetch drugs on a registered chronic disease; an ordinary outpatient visit is a consultation.
    WHEN substr(m.med_type, 1, 2) IN ('14', '15', '41') THEN 'drugs'
    ELSE 'person'
  END AS needs
FROM met m
JOIN setl_d d ON d.setl_id = m.setl_id
LEFT JOIN medins_info_b i ON i.fixmedins_code = m.fixmedins_code
LEFT JOIN bill l ON l.position = m.position
-- The date of a bill from elsewhere that has no date of service says when it arrived.
WHERE NOT (m.undated AND coalesce(substr(d.insu_admdvs, 1, 4) <> substr(i.fix_blng_admdvs, 1, 4), FALSE))
ORDER BY m.stay_row, m.row
