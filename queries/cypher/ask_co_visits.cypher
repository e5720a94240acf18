// purpose: settlements of two patients at one institution within so many minutes
// parameters: $a, $b, $minutes, $limit
// index used: Entity.key
MATCH (a:Entity {key: $a})-[:VISITED]->(i:Institution)
MATCH (b:Entity {key: $b})-[:VISITED]->(i)
MATCH (a)-[:SUBMITTED]->(x:Claim)-[:AT]->(i)
MATCH (b)-[:SUBMITTED]->(y:Claim)-[:AT]->(i)
WHERE x.setl_time <= y.setl_time + duration({minutes: $minutes})
  AND y.setl_time <= x.setl_time + duration({minutes: $minutes})
WITH collect({place: i, x: x, y: y}) AS found
UNWIND found AS one
WITH one.place AS i, one.x AS x, one.y AS y, size(found) AS total
RETURN i.kind AS kind, i.fixmedins_code AS id, x.setl_id AS a_setl_id, x.setl_time AS a_time, y.setl_id AS b_setl_id,
  y.setl_time AS b_time,
  CASE WHEN x.setl_time <= y.setl_time THEN duration.inSeconds(x.setl_time, y.setl_time).seconds
    ELSE duration.inSeconds(y.setl_time, x.setl_time).seconds END AS seconds,
  total
ORDER BY a_time, a_setl_id, b_time, b_setl_id
LIMIT $limit
