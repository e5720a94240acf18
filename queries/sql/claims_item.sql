-- purpose: the services and drugs that fee lines name, numbered; `article` numbers their codes in the order of the codes
-- parameters: none
-- reads: fee_list_d
WITH named AS (
  SELECT DISTINCT hilist_code, hilist_name, list_type, med_chrgitm_type FROM fee_list_d
)
SELECT (row_number() OVER (ORDER BY hilist_code, hilist_name, list_type, med_chrgitm_type) - 1)::INTEGER AS item,
  (dense_rank() OVER (ORDER BY hilist_code) - 1)::INTEGER AS article,
  hilist_code, hilist_name, list_type, med_chrgitm_type
FROM named
ORDER BY item
