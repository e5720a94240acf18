-- purpose: the entities of each kind with the most neighbours
-- parameters: $kind, $top
-- reads: entity
WITH ranked AS (
  SELECT kind, id, degree, count(*) OVER (PARTITION BY kind) AS total,
    rank() OVER (PARTITION BY kind ORDER BY degree DESC) - 1 AS above,
    row_number() OVER (PARTITION BY kind ORDER BY degree DESC, id) AS place
  FROM entity WHERE $kind::VARCHAR IS NULL OR kind = $kind
)
SELECT kind, id, degree, 100.0::DOUBLE * (total - above) / total AS percentile, total
FROM ranked WHERE place <= $top
ORDER BY kind, degree DESC, id
