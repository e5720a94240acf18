-- purpose: each standing settlement with what the measures need: paid in cash, insured elsewhere, department
-- parameters: $digits (of a region code that name the pooling area)
-- reads: settlement, setl_d, psn_info_b, medins_info_b, mdtrt_d
SELECT s.kind, s.fixmedins_code, s.patient, s.doctor, s.setl_time::DATE AS day, s.stay,
  CASE WHEN s.stay THEN date_diff('day', s.begndate, s.enddate) + 1 END AS days,
  s.medfee_sumamt::DOUBLE AS medfee, s.fund_pay_sumamt::DOUBLE AS fund, s.acct_pay::DOUBLE AS acct,
  d.psn_cash_pay::DOUBLE AS cash, CASE WHEN d.psn_cash_pay IS NOT NULL THEN d.medfee_sumamt::DOUBLE END AS cash_of,
  substr(coalesce(d.insu_admdvs, p.insu_admdvs), 1, $digits) <> substr(m.fix_blng_admdvs, 1, $digits) AS remote,
  e.dept_code
FROM settlement s
LEFT JOIN setl_d d ON d.setl_id = s.setl_id
LEFT JOIN psn_info_b p ON p.psn_no = s.psn_no
LEFT JOIN medins_info_b m ON m.fixmedins_code = s.fixmedins_code
LEFT JOIN mdtrt_d e ON e.mdtrt_id = d.mdtrt_id AND s.doctor IS NOT NULL
