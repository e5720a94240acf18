// purpose: the settlements within a time window behind hops of the entity graph, by time; how many there are in all,
//   and how many of them the graph holds
// parameters: $hops, $first, $end
// index used: Entity.key
UNWIND $hops AS hop
MATCH (a:Entity {key: hop.a})
OPTIONAL MATCH (b:Entity {key: hop.b})
MATCH (a)-[r:VISITED|TREATED_BY|PRACTISES_AT]-(b)
CALL (a, b) {
  MATCH (a:Patient)-[:SUBMITTED]->(c:Claim)-[:AT]->(b:Institution)
  RETURN c
UNION ALL
  MATCH (a:Patient)-[:SUBMITTED]->(c:Claim)-[:BY]->(b:Doctor)
  RETURN c
UNION ALL
  MATCH (a:Doctor)<-[:BY]-(c:Claim)-[:AT]->(b:Institution)
  RETURN c
}
WITH hop, r.n AS settlements, c
ORDER BY c.setl_time, c.setl_id
RETURN hop.a AS a, hop.b AS b, settlements, count(c) AS held,
  collect(CASE WHEN ($first IS NULL OR c.setl_time >= $first) AND ($end IS NULL OR c.setl_time < $end)
    THEN c.setl_id END) AS setl_ids
