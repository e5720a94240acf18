-- purpose: the bureau's visits to the institutions of an export: standing settlements of one mdtrt_id together, refunds
--          netted; days without begin or end are those of the settlement
-- parameters: none
-- reads: settlement, setl_d, mdtrt_d, covered(fixmedins_code)
WITH bill AS (
  SELECT s.*, d.mdtrt_id, coalesce(d.mdtrt_id, s.setl_id) AS visit_id
  FROM settlement s
  SEMI JOIN covered c ON c.fixmedins_code = s.fixmedins_code
  JOIN setl_d d ON d.setl_id = s.setl_id
)
SELECT b.fixmedins_code, b.patient, b.visit_id, min(b.mdtrt_id) AS mdtrt_id,
  list(b.setl_id ORDER BY b.setl_id) AS setl_ids, bool_or(b.stay) AS stay,
  min(coalesce(b.begndate, b.setl_time::DATE)) AS begin, max(coalesce(b.enddate, b.setl_time::DATE)) AS "end",
  min(b.setl_time::DATE) AS settled_first, max(b.setl_time::DATE) AS settled_last,
  min(upper(m.dscg_maindiag_code)) AS diagnosis,
  sum(b.medfee_sumamt)::DECIMAL(18, 2) AS medfee, sum(b.fund_pay_sumamt)::DECIMAL(18, 2) AS fund
FROM bill b LEFT JOIN mdtrt_d m ON m.mdtrt_id = b.mdtrt_id
GROUP BY b.fixmedins_code, b.patient, b.visit_id
ORDER BY b.fixmedins_code, b.patient, b.visit_id
