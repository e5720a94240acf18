-- purpose: a 64-bit key of each settlement id, the same on every machine and version (half of its MD5)
-- parameters: none
-- reads: ids(setl_id, row)
SELECT md5_number_lower(setl_id) AS key, row FROM ids
