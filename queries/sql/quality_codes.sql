-- purpose: how often each code occurs
-- parameters: none
-- reads: coded(code)
SELECT code, count(*) AS occurs
FROM coded
WHERE code IS NOT NULL
GROUP BY code
ORDER BY code
