-- purpose: rings of a run, filtered, sorted, by page
-- parameters: $scheme, $status, $min_score, $min_fund, $entity, $text, $sort, $descending, $offset, $limit
-- reads: ring, member
WITH kept AS (
  SELECT r.*, CASE $sort
    WHEN 'rank' THEN r.rank WHEN 'score' THEN r.score WHEN 'size' THEN r.size ELSE r.fund_pay_sumamt
  END::DOUBLE AS place
  FROM ring r
  WHERE ($scheme::VARCHAR IS NULL OR r.scheme = $scheme)
    AND ($status::VARCHAR IS NULL OR r.status = $status)
    AND ($min_score::DOUBLE IS NULL OR r.score >= $min_score)
    AND ($min_fund::BIGINT IS NULL OR r.fund_pay_sumamt >= $min_fund)
    AND ($entity::VARCHAR IS NULL OR r.ring_id IN (SELECT ring_id FROM member WHERE key = $entity))
    AND (contains(lower(r.ring_id), lower($text)) OR r.ring_id IN (
      SELECT ring_id FROM member
      WHERE contains(lower(id), lower($text)) OR len(list_filter(aliases, lambda a: contains(lower(a), lower($text)))) > 0))
)
SELECT ring_id, rank, scheme, status, status_reason, score, size, medfee_sumamt, fund_pay_sumamt, acct_pay,
  count(*) OVER () AS total
FROM kept
ORDER BY CASE WHEN $descending THEN -place ELSE place END, rank
LIMIT $limit OFFSET $offset
