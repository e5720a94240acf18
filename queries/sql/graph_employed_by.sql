-- purpose: relationships EMPLOYED_BY: patient to employer
-- parameters: none
-- reads: employment
SELECT 'patient:' || patient AS a, 'employer:' || emp_no AS b FROM employment ORDER BY a, b
