-- purpose: entities whose id is, begins with or holds a text, and institutions whose name holds it; an alias gives its patient
-- parameters: $text (upper case), $kind, $limit
-- reads: measure, person
WITH matching AS (
  SELECT kind, id, CASE WHEN upper(id) = $text THEN 0 WHEN starts_with(upper(id), $text) THEN 1
    WHEN contains(upper(id), $text) THEN 2 ELSE 3 END AS nearness
  FROM measure
  WHERE contains(upper(id), $text) OR contains(upper(name), $text)
  UNION ALL
  SELECT 'patient' AS kind, patient AS id, CASE WHEN upper(psn_no) = $text THEN 0
    WHEN starts_with(upper(psn_no), $text) THEN 1 ELSE 2 END AS nearness
  FROM person WHERE psn_no <> patient AND contains(upper(psn_no), $text)
), found AS (
  SELECT kind, id, min(nearness) AS nearness FROM matching
  WHERE $kind::VARCHAR IS NULL OR kind = $kind
  GROUP BY kind, id
)
SELECT f.kind, f.id, f.nearness, m.settlements::BIGINT AS settlements, count(*) OVER () AS total
FROM found f JOIN measure m ON m.kind = f.kind AND m.id = f.id
ORDER BY f.nearness, m.settlements DESC, f.kind, f.id
LIMIT $limit
