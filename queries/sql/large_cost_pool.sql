-- purpose: stays that cost at least their hospital level's threshold, or a little less: the pool of large costs
-- parameters: level2, level3 (thresholds in yuan), band (how far below still counts, as a share of the threshold)
-- reads: settlement, level(fixmedins_code, level)
WITH stay AS (
  SELECT s.setl_id, s.patient, s.fixmedins_code, l.level, s.med_type, s.begndate, s.enddate, s.setl_time,
    s.medfee_sumamt, s.fund_pay_sumamt,
    CASE l.level WHEN 2 THEN $level2::DECIMAL(16, 2) WHEN 3 THEN $level3::DECIMAL(16, 2) END AS threshold
  FROM settlement s JOIN level l ON l.fixmedins_code = s.fixmedins_code
  WHERE s.stay AND l.level IN (2, 3)
)
SELECT setl_id, patient, fixmedins_code, level, med_type, begndate, enddate, setl_time, medfee_sumamt, fund_pay_sumamt,
  threshold, CASE WHEN medfee_sumamt < threshold THEN 'just_below' ELSE 'over' END AS position
FROM stay
WHERE medfee_sumamt::DOUBLE >= (1 - $band) * threshold::DOUBLE
ORDER BY fixmedins_code, setl_time, setl_id
