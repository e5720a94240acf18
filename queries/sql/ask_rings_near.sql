-- purpose: rings with members that are an entity or its neighbours
-- parameters: $entity, $limit
-- reads: entity, arc, ring, member
WITH here AS (
  SELECT key, node FROM entity WHERE key = $entity
), close AS (
  SELECT key FROM here
  UNION ALL
  SELECT e.key FROM arc JOIN here ON here.node = arc.source JOIN entity e ON e.node = arc.target
), part AS (
  SELECT ring_id, count(DISTINCT key) FILTER (WHERE key IN (SELECT key FROM close)) AS near,
    count(DISTINCT key) AS members, bool_or(key = $entity) AS member
  FROM member GROUP BY ring_id
)
SELECT r.ring_id, r.rank, r.scheme, r.status, p.near, p.members, p.member, count(*) OVER () AS total
FROM part p JOIN ring r ON r.ring_id = p.ring_id
WHERE p.near > 0
ORDER BY p.near DESC, r.rank
LIMIT $limit
