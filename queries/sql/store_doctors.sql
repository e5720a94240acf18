-- purpose: register rows of doctors; a code that is local to an institution is asked for as institution/code
-- parameters: $ids
-- reads: dr_info_b
SELECT * FROM dr_info_b
WHERE dr_code IN (SELECT unnest($ids::VARCHAR[]))
   OR concat(main_pracins_no, '/', dr_code) IN (SELECT unnest($ids::VARCHAR[]))
