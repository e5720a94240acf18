// purpose: the newest settlements of an entity
// parameters: $key, $limit
// index used: Entity.key
MATCH (n:Entity {key: $key})-[:SUBMITTED|AT|BY]-(c:Claim)
RETURN c.setl_id AS setl_id
ORDER BY c.setl_time DESC, setl_id DESC LIMIT $limit
