// purpose: members of a ring, the links between them, and the hops of the entity graph between them
// parameters: $run_id, $ring_id
// index used: Ring.key
MATCH (ring:Ring {key: $run_id + '/' + $ring_id})
CALL (ring) {
  MATCH (ring)<-[m:MEMBER_OF]-(e:Entity)
  RETURN 0 AS part, 'MEMBER' AS type, e.key AS a, null AS b, m.role AS label, m.strength AS strength,
    m.stability AS stability, null AS n, null AS expected, null AS first, null AS last, null AS fund_pay_sumamt
  UNION ALL
  MATCH (ring)<-[:MEMBER_OF]-(x:Patient)-[l:LINKED]->(y:Patient)
  WHERE l.run_id = $run_id AND l.ring_id = $ring_id
  WITH DISTINCT l, x, y
  RETURN 1 AS part, 'LINKED' AS type, x.key AS a, y.key AS b, l.scheme AS label, null AS strength, null AS stability,
    l.observed AS n, l.expected AS expected, null AS first, null AS last, null AS fund_pay_sumamt
  UNION ALL
  MATCH (ring)<-[:MEMBER_OF]-(x:Entity)-[h:VISITED|TREATED_BY|PRACTISES_AT]->(y:Entity)
  WHERE EXISTS { (y)-[:MEMBER_OF]->(ring) }
  WITH DISTINCT h, x, y
  RETURN 1 AS part, type(h) AS type, x.key AS a, y.key AS b, null AS label, null AS strength, null AS stability,
    h.n AS n, null AS expected, h.first AS first, h.last AS last, h.fund AS fund_pay_sumamt
}
RETURN type, a, b, label, strength, stability, n, expected, first, last, fund_pay_sumamt
ORDER BY part, type, a, b, label
