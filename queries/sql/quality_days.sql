-- purpose: days without any settlement between an institution's first and last day; the longest gaps first
-- parameters: $least: shortest gap in days that counts
-- reads: visits(place, moment)
WITH days AS (
    SELECT DISTINCT place, moment::DATE AS day FROM visits
), gaps AS (
    SELECT place, day, day - lag(day) OVER (PARTITION BY place ORDER BY day) - 1 AS gap FROM days
)
SELECT
    place AS fixmedins_code,
    min(day) AS first_day,
    max(day) AS last_day,
    max(day) - min(day) + 1 - count(*) AS days_without_data,
    max(gap) AS longest_gap
FROM gaps
GROUP BY place
HAVING max(gap) >= $least
ORDER BY longest_gap DESC, fixmedins_code
