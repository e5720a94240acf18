-- purpose: the name of every institution
-- parameters: none
-- reads: medins_info_b
SELECT fixmedins_code, fixmedins_name FROM medins_info_b WHERE fixmedins_name IS NOT NULL ORDER BY fixmedins_code
