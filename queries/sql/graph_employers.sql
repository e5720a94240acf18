-- purpose: nodes Employer
-- parameters: $names (whether the rows hold names)
-- reads: entity, psn_info_b
WITH named AS (
  SELECT emp_no, any_value(emp_name ORDER BY emp_name) AS emp_name FROM psn_info_b WHERE $names GROUP BY emp_no
)
SELECT e.key, e.kind, n.emp_name AS name, e.watch, e.id AS emp_no, e.degree
FROM entity e LEFT JOIN named n ON n.emp_no = e.id
WHERE e.kind = 'employer'
ORDER BY e.key
