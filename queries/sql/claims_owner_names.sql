-- purpose: how many insured persons bear each legal representative's name, of how many whose name is written in full
-- parameters: none
-- reads: mark(sort, value), psn_info_b
WITH named AS (
  SELECT regexp_replace(psn_name, '\s', '', 'g') AS name, coalesce(certno, psn_no) AS person FROM psn_info_b
  WHERE psn_name IS NOT NULL
), full_name AS (
  SELECT name, person FROM named WHERE length(name) >= 2 AND NOT regexp_matches(name, '[*＊某]')
), led AS (
  SELECT DISTINCT value AS name FROM mark WHERE sort = 'legrep_name'
)
SELECT l.name, count(DISTINCT f.person) AS persons,
  (SELECT count(DISTINCT person) FROM full_name) AS everybody
FROM led l LEFT JOIN full_name f ON f.name = l.name
GROUP BY l.name
ORDER BY l.name
