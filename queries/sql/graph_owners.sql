-- purpose: nodes Owner
-- parameters: none
-- reads: owned(place, owner)
SELECT DISTINCT owner AS key FROM owned ORDER BY key
