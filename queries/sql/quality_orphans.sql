-- purpose: how many references lead nowhere
-- parameters: none
-- reads: child(value), parent(value)
SELECT
    count(*) AS filled,
    count(*) FILTER (WHERE value NOT IN (SELECT value FROM parent WHERE value IS NOT NULL)) AS orphans
FROM child
WHERE value IS NOT NULL
