// purpose: rings with members that are an entity or its neighbours; $standing holds what decisions have changed
// parameters: $run_id, $standing, $entity, $limit
// index used: Entity.key
MATCH (e:Entity {key: $entity})
CALL (e) {
  MATCH (e)-[:MEMBER_OF]->(r:Ring {run_id: $run_id}) RETURN r, e AS close
  UNION
  MATCH (e)-[:VISITED|TREATED_BY|PRACTISES_AT]-(close:Entity)-[:MEMBER_OF]->(r:Ring {run_id: $run_id}) RETURN r, close
}
WITH e, r, count(close) AS near
WITH collect({ring: r, near: near, members: COUNT { MATCH (r)<-[:MEMBER_OF]-(m:Entity) RETURN DISTINCT m },
  member: EXISTS { (e)-[:MEMBER_OF]->(r) }}) AS found
UNWIND found AS one
WITH one, one.ring AS r, coalesce($standing[one.ring.ring_id], one.ring) AS now, size(found) AS total
RETURN r.ring_id AS ring_id, now.rank AS rank, r.scheme AS scheme, now.status AS status, one.near AS near,
  one.members AS members, one.member AS member, total
ORDER BY near DESC, rank
LIMIT $limit
