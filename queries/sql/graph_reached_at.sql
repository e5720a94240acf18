-- purpose: relationships REACHED_AT: patient to contact
-- parameters: none
-- reads: contact(key, sort, patient)
SELECT patient AS a, key AS b FROM contact ORDER BY a, b
