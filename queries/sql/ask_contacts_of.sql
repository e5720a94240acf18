-- purpose: patients who share a telephone, an account or a given address with one
-- parameters: $patient, $max_persons, $limit
-- reads: entity, contact
WITH held AS (
  SELECT c.sort, c.value, c.patient, count(*) OVER (PARTITION BY c.sort, c.value) AS persons
  FROM contact c
  SEMI JOIN (SELECT sort, value FROM contact WHERE patient = substr($patient, 9)) own
    ON own.sort = c.sort AND own.value = c.value
  SEMI JOIN (SELECT id FROM entity WHERE kind = 'patient') known ON known.id = c.patient
)
SELECT patient, count(*) AS contacts, list(DISTINCT sort ORDER BY sort) AS sorts, min(persons) AS least_shared,
  count(*) OVER () AS total
FROM held
WHERE persons <= $max_persons AND patient <> substr($patient, 9)
GROUP BY patient
ORDER BY contacts DESC, patient
LIMIT $limit
