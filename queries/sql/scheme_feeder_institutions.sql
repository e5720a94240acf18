-- purpose: name and address of each institution that is known
-- parameters: none
-- reads: medins_info_b
SELECT fixmedins_code, coalesce(fixmedins_name, '') AS fixmedins_name, coalesce(addr, '') AS addr
FROM medins_info_b ORDER BY fixmedins_code
