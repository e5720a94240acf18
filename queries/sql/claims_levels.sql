-- purpose: the level of each institution as written
-- parameters: none
-- reads: medins_info_b
SELECT fixmedins_code, hosp_lv FROM medins_info_b WHERE hosp_lv IS NOT NULL ORDER BY fixmedins_code
