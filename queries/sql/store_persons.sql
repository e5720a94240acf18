-- purpose: register rows of persons
-- parameters: $ids
-- reads: psn_info_b
SELECT * FROM psn_info_b WHERE psn_no IN (SELECT unnest($ids::VARCHAR[]))
