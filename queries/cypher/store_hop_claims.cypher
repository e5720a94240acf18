// purpose: the settlements behind hops of the entity graph, by time, with how many there are in all
// parameters: $hops
// index used: Entity.key
UNWIND $hops AS hop
MATCH (a:Entity {key: hop.a})
WITH hop, a
MATCH (b:Entity {key: hop.b})
WITH hop, a, b
MATCH (a)-[r:VISITED|TREATED_BY|PRACTISES_AT]-(b)
CALL (a, b) {
  MATCH (a)-[:SUBMITTED|AT|BY]-(c:Claim)-[:SUBMITTED|AT|BY]-(b)
  WITH c ORDER BY c.setl_time, c.setl_id
  RETURN collect(c.setl_id) AS setl_ids, collect(c.setl_time) AS times
}
RETURN hop.a AS a, hop.b AS b, r.n AS settlements, setl_ids, times
