-- purpose: entities of the watch list within some hops of any member of a ring; no way goes through a hub
-- parameters: $ring_id, $hops, $hub_degree, $limit
-- reads: entity, arc, watchlist, person, member
WITH RECURSIVE way AS (
  SELECT e.node, 0 AS hop FROM entity e SEMI JOIN (SELECT key FROM member WHERE ring_id = $ring_id) m ON m.key = e.key
  UNION
  SELECT arc.target, way.hop + 1
  FROM way JOIN entity e ON e.node = way.node JOIN arc ON arc.source = way.node
  WHERE way.hop < $hops AND e.degree <= $hub_degree
), listed AS (
  SELECT CASE WHEN w.entity_kind IN ('hospital', 'clinic', 'pharmacy') THEN 'institution' ELSE w.entity_kind END AS kind,
    coalesce(p.patient, w.entity_id) AS id, list(DISTINCT w.label ORDER BY w.label) AS labels
  FROM watchlist w LEFT JOIN person p ON w.entity_kind = 'patient' AND p.psn_no = w.entity_id
  GROUP BY ALL
)
SELECT e.kind, e.id, min(w.hop) AS hops, any_value(l.labels) AS labels, count(*) OVER () AS total
FROM way w JOIN entity e ON e.node = w.node
JOIN listed l ON l.id = e.id
  AND l.kind = CASE WHEN e.kind IN ('hospital', 'clinic', 'pharmacy') THEN 'institution' ELSE e.kind END
GROUP BY e.kind, e.id
ORDER BY hops, e.kind, e.id
LIMIT $limit
