// purpose: neighbours of an entity, most settlements first
// parameters: $entity, $kind, $limit
// index used: Entity.key
MATCH (e:Entity {key: $entity})-[h:VISITED|TREATED_BY|PRACTISES_AT]-(o:Entity)
WHERE $kind IS NULL OR o.kind = $kind
WITH collect({hop: h, other: o}) AS found
UNWIND found AS one
WITH one.hop AS h, one.other AS o, size(found) AS total
RETURN o.kind AS kind, substring(o.key, size(o.kind) + 1) AS id, type(h) AS hop, h.n AS settlements,
  h.first AS first, h.last AS last, h.fund AS fund_pay_sumamt, total
ORDER BY settlements DESC, kind, id
LIMIT $limit
