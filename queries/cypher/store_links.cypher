// purpose: the patient pairs of a ring of a run
// parameters: $run_id, $ring_id
// index used: LINKED.ring_id
MATCH (a:Patient)-[l:LINKED {ring_id: $ring_id}]->(b:Patient)
USING INDEX l:LINKED(ring_id)
WHERE l.run_id = $run_id
RETURN l.ring_id AS ring_id, l.scheme AS scheme, a.psn_no AS a, b.psn_no AS b, l.observed AS observed,
  l.expected AS expected, l.p AS p_value, l.institutions AS institutions, l.setl_ids AS setl_ids
ORDER BY scheme, a, b
