-- purpose: the traps of settlement data, counted: refunds, refunds without their original, invalid rows, doctors
-- parameters: none
-- reads: setl_d
SELECT
    count(*) FILTER (WHERE medfee_sumamt < 0 OR refd_setl_flag = '1') AS refunds,
    count(*) FILTER (
        WHERE (medfee_sumamt < 0 OR refd_setl_flag = '1')
        AND (init_setl_id IS NULL OR init_setl_id NOT IN (SELECT setl_id FROM setl_d))
    ) AS refunds_without_original,
    count(*) FILTER (WHERE coalesce(vali_flag, '1') <> '1') AS invalid,
    count(*) FILTER (WHERE dr_code IS NULL) AS without_doctor,
    count(*) FILTER (WHERE NOT regexp_full_match(dr_code, 'D\d{12}')) AS local_doctor_codes
FROM setl_d
