-- purpose: nodes Contact
-- parameters: none
-- reads: contact(key, sort, patient)
SELECT DISTINCT key, sort FROM contact ORDER BY key
