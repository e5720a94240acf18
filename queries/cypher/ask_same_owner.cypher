// purpose: the other institutions of an institution's owner
// parameters: $institution, $limit
// index used: Entity.key
MATCH (i:Entity {key: $institution})-[:OWNED_BY]->(:Owner)<-[:OWNED_BY]-(o:Institution)
WHERE o.settlements > 0
OPTIONAL MATCH (i)-[s:SAME_OWNER]-(o)
WITH collect({other: o, sorts: coalesce(s.sorts, [])}) AS found
UNWIND found AS one
WITH one.other AS o, one.sorts AS sorts, size(found) AS total
RETURN o.kind AS kind, o.fixmedins_code AS id, sorts, o.settlements AS settlements, o.medfee_sumamt AS medfee_sumamt,
  o.fund_pay_sumamt AS fund_pay_sumamt, total
ORDER BY kind, id
LIMIT $limit
