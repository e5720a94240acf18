-- purpose: the visits of a hospital's export: its bills of one mdtrt_id together with the encounter, a refund with its
--          original. A bill that was withdrawn counts nothing, nor does its refund. Where no code says that it was a
--          stay, a night says so; medfee is null where there is no bill
-- parameters: none
-- reads: his_setl_d, his_mdtrt_d, person
WITH marked AS (
  SELECT *, medfee_sumamt < 0 OR (coalesce(refd_setl_flag, '0') = '1' AND init_setl_id IS NOT NULL) AS refund,
    coalesce(vali_flag, '1') = '1' AS valid
  FROM his_setl_d
), bill AS (
  SELECT v.setl_id, v.psn_no, v.fixmedins_code, v.med_type, v.refund, coalesce(v.mdtrt_id, o.mdtrt_id) AS mdtrt_id,
    coalesce(v.mdtrt_id, o.mdtrt_id, CASE WHEN v.refund THEN v.init_setl_id END, v.setl_id) AS visit_id,
    v.begndate, v.enddate, v.setl_time::DATE AS day,
    CASE WHEN NOT v.valid OR (v.refund AND NOT o.valid) THEN 0 WHEN v.refund THEN -abs(v.medfee_sumamt) ELSE v.medfee_sumamt END AS medfee
  FROM marked v LEFT JOIN marked o ON o.setl_id = v.init_setl_id
), billed AS (
  SELECT fixmedins_code, visit_id, min(psn_no) AS psn_no, min(mdtrt_id) AS mdtrt_id,
    list(setl_id ORDER BY setl_id) AS setl_ids, min(med_type) AS med_type,
    min(coalesce(begndate, day)) FILTER (NOT refund) AS begin, max(coalesce(enddate, day)) FILTER (NOT refund) AS "end",
    min(day) AS settled_first, max(day) AS settled_last, sum(medfee) AS medfee
  FROM bill GROUP BY fixmedins_code, visit_id
), every AS (
  SELECT coalesce(b.fixmedins_code, m.fixmedins_code) AS fixmedins_code, coalesce(m.psn_no, b.psn_no) AS psn_no,
    coalesce(b.visit_id, m.mdtrt_id) AS visit_id, coalesce(b.mdtrt_id, m.mdtrt_id) AS mdtrt_id,
    coalesce(b.setl_ids, []) AS setl_ids, coalesce(m.med_type, b.med_type) AS med_type,
    coalesce(m.begntime::DATE, b.begin, b.settled_first) AS begin,
    coalesce(m.endtime::DATE, b."end", m.begntime::DATE) AS "end", b.settled_first, b.settled_last,
    upper(m.dscg_maindiag_code) AS diagnosis, b.medfee
  FROM billed b FULL JOIN his_mdtrt_d m ON m.mdtrt_id = b.mdtrt_id
)
SELECT e.fixmedins_code, coalesce(p.patient, e.psn_no) AS patient, e.visit_id, e.mdtrt_id, e.setl_ids,
  coalesce(substr(e.med_type, 1, 2) IN ('21', '22', '23', '24', '25', '26', '28', '52'), e."end" > e.begin) AS stay,
  e.begin, e."end", e.settled_first, e.settled_last, e.diagnosis, e.medfee::DECIMAL(18, 2) AS medfee
FROM every e LEFT JOIN person p ON p.psn_no = e.psn_no
ORDER BY e.fixmedins_code, e.visit_id
