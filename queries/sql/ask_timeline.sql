-- purpose: the newest settlements of an entity, in the order of time
-- parameters: $entity, $begin, $end, $limit
-- reads: settlement
WITH own AS (
  SELECT *, count(*) OVER () AS total FROM settlement
  WHERE CASE split_part($entity, ':', 1) WHEN 'patient' THEN patient WHEN 'doctor' THEN doctor ELSE fixmedins_code END
    = substr($entity, strpos($entity, ':') + 1)
    AND ($begin::DATE IS NULL OR setl_time >= $begin::DATE)
    AND ($end::DATE IS NULL OR setl_time < $end::DATE + 1)
  ORDER BY setl_time DESC, setl_id DESC
  LIMIT $limit
)
SELECT setl_id, patient, kind, fixmedins_code, doctor, setl_time, stay, med_type,
  (medfee_sumamt * 100)::BIGINT AS medfee_sumamt, (fund_pay_sumamt * 100)::BIGINT AS fund_pay_sumamt,
  (acct_pay * 100)::BIGINT AS acct_pay, total
FROM own ORDER BY setl_time, setl_id
