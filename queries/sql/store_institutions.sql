-- purpose: register rows of institutions
-- parameters: $ids
-- reads: medins_info_b
SELECT * FROM medins_info_b WHERE fixmedins_code IN (SELECT unnest($ids::VARCHAR[]))
