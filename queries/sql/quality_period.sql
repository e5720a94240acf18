-- purpose: first and last moment of a table
-- parameters: none
-- reads: moments(moment)
SELECT min(moment)::DATE AS first_day, max(moment)::DATE AS last_day
FROM moments
