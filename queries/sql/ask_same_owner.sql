-- purpose: the other institutions of an institution's owner
-- parameters: $institution, $limit
-- reads: entity, settlement, owner, same_owner
WITH asked AS (
  SELECT fixmedins_code, owner FROM owner
  WHERE fixmedins_code = (SELECT id FROM entity WHERE key = $institution)
), other AS (
  SELECT o.fixmedins_code AS id, coalesce(t.sorts, []) AS sorts
  FROM owner o JOIN asked a ON a.owner = o.owner AND a.fixmedins_code <> o.fixmedins_code
  LEFT JOIN same_owner t
    ON t.a = least(a.fixmedins_code, o.fixmedins_code) AND t.b = greatest(a.fixmedins_code, o.fixmedins_code)
)
SELECT s.kind, o.id, o.sorts, count(*) AS settlements, (sum(s.medfee_sumamt) * 100)::BIGINT AS medfee_sumamt,
  (sum(s.fund_pay_sumamt) * 100)::BIGINT AS fund_pay_sumamt, count(*) OVER () AS total
FROM settlement s JOIN other o ON o.id = s.fixmedins_code
GROUP BY s.kind, o.id, o.sorts
ORDER BY s.kind, o.id
LIMIT $limit
