-- purpose: purchases at pharmacies: is the customer insured elsewhere, how was it paid, what was bought for the most money
-- parameters: digits (of a region code that name the pooling area)
-- reads: settlement(row, who, position), setl_d, psn_info_b, medins_info_b, basket
WITH purchase AS (
  SELECT s.row, s.position, s.who, s.fixmedins_code, s.medfee_sumamt::DOUBLE AS fee, s.acct_pay::DOUBLE AS acct,
    d.mdtrt_cert_type, substr(coalesce(d.insu_admdvs, p.insu_admdvs), 1, $digits) AS insured
  FROM settlement s
  JOIN setl_d d ON d.setl_id = s.setl_id
  LEFT JOIN psn_info_b p ON p.psn_no = d.psn_no
  WHERE s.kind = 'pharmacy' AND s.medfee_sumamt > 0
), customers AS (
  SELECT fixmedins_code, insured, count(DISTINCT who) AS n FROM purchase WHERE insured IS NOT NULL GROUP BY ALL
), usual AS (
  SELECT fixmedins_code, list(insured ORDER BY n DESC, insured)[1] AS region FROM customers GROUP BY fixmedins_code
)
SELECT p.row, p.fee, p.acct, p.mdtrt_cert_type = '01' AS e_credential,
  p.insured <> coalesce(substr(m.fix_blng_admdvs, 1, $digits), u.region) AS remote, b.article
FROM purchase p
JOIN usual u ON u.fixmedins_code = p.fixmedins_code
LEFT JOIN medins_info_b m ON m.fixmedins_code = p.fixmedins_code
LEFT JOIN basket b ON b.position = p.position
WHERE p.insured IS NOT NULL AND p.mdtrt_cert_type IS NOT NULL
ORDER BY p.row
