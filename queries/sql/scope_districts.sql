-- purpose: the district in which each institution is designated
-- parameters: none
-- reads: medins_info_b
SELECT fixmedins_code, fix_blng_admdvs
FROM medins_info_b
WHERE fix_blng_admdvs IS NOT NULL
ORDER BY fixmedins_code
