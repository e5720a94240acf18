-- purpose: settlements of patients insured in a district that begins as one of the given texts: the claim's own district,
--          that of the register where the claim names none
-- parameters: regions (leading digits of region codes)
-- reads: settlement(row), setl_d, psn_info_b
SELECT s.row
FROM settlement s
JOIN setl_d d ON d.setl_id = s.setl_id
LEFT JOIN psn_info_b p ON p.psn_no = d.psn_no
SEMI JOIN (SELECT unnest($regions::VARCHAR[]) AS region) r ON starts_with(coalesce(d.insu_admdvs, p.insu_admdvs), r.region)
ORDER BY s.row
