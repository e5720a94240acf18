-- purpose: one row a psn_no with the person's main psn_no: of all psn_no that share a certno, the one with most
--          settlements (ties: the smallest)
-- parameters: max_aliases (a certno shared by more psn_no is a placeholder and links nobody)
-- reads: setl_d, psn_info_b
WITH counted AS (
  SELECT psn_no, count(*) AS settlements FROM setl_d GROUP BY psn_no
), known AS (
  SELECT psn_no, upper(certno) AS certno FROM psn_info_b
), everyone AS (
  SELECT psn_no FROM counted UNION SELECT psn_no FROM known
), keyed AS (
  SELECT e.psn_no, coalesce(c.settlements, 0) AS settlements, k.certno,
    count(*) OVER (PARTITION BY k.certno) AS sharing
  FROM everyone e LEFT JOIN counted c USING (psn_no) LEFT JOIN known k USING (psn_no)
)
SELECT psn_no,
  first_value(psn_no) OVER (
    PARTITION BY CASE WHEN length(certno) >= 15 AND sharing <= $max_aliases THEN certno ELSE '#' || psn_no END
    ORDER BY settlements DESC, psn_no
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  ) AS patient
FROM keyed
ORDER BY psn_no
