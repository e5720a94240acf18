// purpose: an entity's totals, other numbers and rings
// parameters: $run_id, $entity
// index used: Entity.key
MATCH (e:Entity {key: $entity})
WHERE e.settlements > 0
RETURN e.kind AS kind, substring(e.key, size(e.kind) + 1) AS id, coalesce(e.aliases, []) AS aliases,
  e.degree AS degree, e.settlements AS settlements, e.first AS first, e.last AS last,
  e.medfee_sumamt AS medfee_sumamt, e.fund_pay_sumamt AS fund_pay_sumamt, e.acct_pay AS acct_pay,
  COLLECT {
    MATCH (e)-[:MEMBER_OF]->(r:Ring {run_id: $run_id}) RETURN DISTINCT r.ring_id AS id ORDER BY id
  } AS rings
