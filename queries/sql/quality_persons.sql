-- purpose: persons that hold several psn_no (one certno)
-- parameters: none
-- reads: persons(psn_no, certno)
SELECT count(*) AS persons, coalesce(sum(numbers), 0)::BIGINT AS psn_no
FROM (
    SELECT count(DISTINCT psn_no) AS numbers
    FROM persons
    WHERE certno IS NOT NULL
    GROUP BY upper(replace(replace(certno, ' ', ''), '-', ''))
)
WHERE numbers > 1
