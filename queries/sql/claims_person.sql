-- purpose: one row a psn_no with the person's main psn_no: of all psn_no that share a certno, the one with most
--          settlements (ties: the smallest). An old number of 15 digits counts as the one of 18 that replaced it:
--          century 19 and a check digit more (GB 11643-1999). Passports and permits have letters before their digits. One
--          character over and over, another short number, or one shared by more than max_aliases psn_no is a
--          placeholder and links nobody
-- parameters: max_aliases
-- reads: setl_d, psn_info_b
WITH counted AS (
  SELECT psn_no, count(*) AS settlements FROM setl_d GROUP BY psn_no
), written AS (
  SELECT psn_no, upper(replace(replace(certno, ' ', ''), '-', '')) AS number FROM psn_info_b
), known AS (
  SELECT psn_no, CASE
    WHEN length(number) >= 15 AND replace(number, substr(number, 1, 1), '') <> '' THEN number
    WHEN regexp_matches(number, '^[A-Z]{1,3}[0-9]{6,}$') AND NOT regexp_matches(number, '^[A-Z]+(0+|1+|9+)$') THEN number
  END AS number
  FROM written
), old AS (
  SELECT DISTINCT number, substr(number, 1, 6) || '19' || substr(number, 7) AS longer
  FROM known WHERE regexp_matches(number, '^[0-9]{15}$')
), renewed AS (
  SELECT number, longer || substr('10X98765432', 1 + (
    7 * substr(longer, 1, 1)::INT + 9 * substr(longer, 2, 1)::INT + 10 * substr(longer, 3, 1)::INT
    + 5 * substr(longer, 4, 1)::INT + 8 * substr(longer, 5, 1)::INT + 4 * substr(longer, 6, 1)::INT
    + 2 * substr(longer, 7, 1)::INT + 1 * substr(longer, 8, 1)::INT + 6 * substr(longer, 9, 1)::INT
    + 3 * substr(longer, 10, 1)::INT + 7 * substr(longer, 11, 1)::INT + 9 * substr(longer, 12, 1)::INT
    + 10 * substr(longer, 13, 1)::INT + 5 * substr(longer, 14, 1)::INT + 8 * substr(longer, 15, 1)::INT
    + 4 * substr(longer, 16, 1)::INT + 2 * substr(longer, 17, 1)::INT) % 11, 1) AS certno
  FROM old
), everyone AS (
  SELECT psn_no FROM counted UNION SELECT psn_no FROM known
), keyed AS (
  SELECT e.psn_no, coalesce(c.settlements, 0) AS settlements, coalesce(r.certno, k.number) AS certno
  FROM everyone e LEFT JOIN counted c USING (psn_no) LEFT JOIN known k USING (psn_no)
  LEFT JOIN renewed r ON r.number = k.number
), shared AS (
  SELECT psn_no, settlements, certno, count(*) OVER (PARTITION BY certno) AS sharing FROM keyed
)
SELECT psn_no,
  first_value(psn_no) OVER (
    PARTITION BY CASE WHEN certno IS NOT NULL AND sharing <= $max_aliases THEN certno ELSE '#' || psn_no END
    ORDER BY settlements DESC, psn_no
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  ) AS patient
FROM shared
ORDER BY psn_no
