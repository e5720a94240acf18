-- purpose: neighbours that several entities have in common
-- parameters: $entities, $min_sharing, $kind, $limit
-- reads: entity, arc
WITH given AS (
  SELECT node FROM entity WHERE key IN (SELECT unnest($entities::VARCHAR[]))
), shared AS (
  SELECT arc.target AS node, count(*) AS sharing FROM arc SEMI JOIN given ON given.node = arc.source
  GROUP BY arc.target HAVING count(*) >= $min_sharing
)
SELECT e.kind, e.id, s.sharing, e.degree, count(*) OVER () AS total
FROM shared s JOIN entity e ON e.node = s.node
WHERE $kind::VARCHAR IS NULL OR e.kind = $kind
ORDER BY s.sharing DESC, e.degree, e.kind, e.id
LIMIT $limit
