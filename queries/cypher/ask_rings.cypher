// purpose: rings of a run, filtered, sorted, by page; $standing holds what decisions have changed, by ring_id
// parameters: $run_id, $standing, $scheme, $status, $min_score, $min_fund, $entity, $text, $sort, $descending, $offset, $limit
// index used: Ring.run_id
MATCH (r:Ring {run_id: $run_id})
WITH r, coalesce($standing[r.ring_id], r) AS now
WHERE ($scheme IS NULL OR r.scheme = $scheme)
  AND ($status IS NULL OR now.status = $status)
  AND ($min_score IS NULL OR r.score >= $min_score)
  AND ($min_fund IS NULL OR r.fund_pay_sumamt >= $min_fund)
  AND ($entity IS NULL OR EXISTS { (r)<-[:MEMBER_OF]-(:Entity {key: $entity}) })
  AND (toLower(r.ring_id) CONTAINS toLower($text) OR EXISTS {
    (r)<-[:MEMBER_OF]-(m:Entity)
    WHERE toLower(substring(m.key, size(m.kind) + 1)) CONTAINS toLower($text)
      OR any(alias IN m.aliases WHERE toLower(alias) CONTAINS toLower($text))
  })
WITH collect({ring: r, now: now}) AS kept
UNWIND kept AS one
WITH one.ring AS r, one.now AS now, size(kept) AS total,
  toFloat(CASE $sort
    WHEN 'rank' THEN one.now.rank WHEN 'score' THEN one.ring.score WHEN 'size' THEN one.ring.size
    ELSE one.ring.fund_pay_sumamt
  END) AS place
RETURN r.ring_id AS ring_id, now.rank AS rank, r.scheme AS scheme, now.status AS status,
  now.status_reason AS status_reason, r.score AS score, r.size AS size, r.medfee_sumamt AS medfee_sumamt,
  r.fund_pay_sumamt AS fund_pay_sumamt, r.acct_pay AS acct_pay, total
ORDER BY CASE WHEN $descending THEN -place ELSE place END, rank
SKIP $offset LIMIT $limit
