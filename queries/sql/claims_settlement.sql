-- purpose: settlements that still stand, with refunds netted, person and doctor resolved, stay dates filled in
-- parameters: none
-- reads: setl_d, mdtrt_d, person, institution
WITH valid AS NOT MATERIALIZED (
  SELECT *, medfee_sumamt < 0 OR (coalesce(refd_setl_flag, '0') = '1' AND init_setl_id IS NOT NULL) AS refund,
    substr(med_type, 1, 2) IN ('21', '22', '23', '24', '25', '26', '28', '52') AS stay
  FROM setl_d WHERE coalesce(vali_flag, '1') = '1'
), refunded AS (
  SELECT init_setl_id AS setl_id, sum(abs(medfee_sumamt)) AS medfee, sum(abs(coalesce(fund_pay_sumamt, 0))) AS fund,
    sum(abs(coalesce(acct_pay, 0))) AS acct
  FROM valid WHERE refund AND init_setl_id IS NOT NULL GROUP BY init_setl_id
), lacking AS (
  SELECT mdtrt_id FROM valid
  WHERE (dr_code IS NULL AND med_type NOT LIKE '41%') OR (stay AND (begndate IS NULL OR enddate IS NULL))
), encounter AS (
  SELECT m.mdtrt_id, m.begntime::DATE AS begndate, m.endtime::DATE AS enddate, m.atddr_no
  FROM mdtrt_d m SEMI JOIN lacking ON lacking.mdtrt_id = m.mdtrt_id
), alias AS (
  SELECT psn_no, patient FROM person WHERE psn_no <> patient
), standing AS (
  SELECT v.setl_id, coalesce(a.patient, v.psn_no) AS patient, v.psn_no, v.fixmedins_code, i.kind,
    coalesce(v.dr_code, e.atddr_no) AS dr_code, v.setl_time, coalesce(v.begndate, e.begndate) AS begndate,
    coalesce(v.enddate, e.enddate) AS enddate, v.stay, v.med_type,
    v.medfee_sumamt - coalesce(r.medfee, 0) AS medfee_sumamt,
    coalesce(v.fund_pay_sumamt, 0) - coalesce(r.fund, 0) AS fund_pay_sumamt,
    coalesce(v.acct_pay, 0) - coalesce(r.acct, 0) AS acct_pay
  FROM valid v
  JOIN institution i ON i.fixmedins_code = v.fixmedins_code
  LEFT JOIN alias a ON a.psn_no = v.psn_no
  LEFT JOIN refunded r ON r.setl_id = v.setl_id
  LEFT JOIN encounter e ON e.mdtrt_id = v.mdtrt_id
  WHERE NOT v.refund AND (r.setl_id IS NULL OR v.medfee_sumamt > r.medfee)
)
SELECT setl_id, patient, psn_no, fixmedins_code, kind,
  CASE
    WHEN length(dr_code) = 13 AND dr_code LIKE 'D%' AND try_cast(substr(dr_code, 2) AS UBIGINT) IS NOT NULL THEN dr_code
    ELSE fixmedins_code || '/' || dr_code
  END AS doctor,
  setl_time, begndate, enddate, stay, med_type, medfee_sumamt::DECIMAL(16, 2) AS medfee_sumamt,
  fund_pay_sumamt::DECIMAL(16, 2) AS fund_pay_sumamt, acct_pay::DECIMAL(16, 2) AS acct_pay
FROM standing
ORDER BY patient, setl_time, setl_id
