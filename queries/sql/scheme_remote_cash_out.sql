-- purpose: purchases at pharmacies: is the customer insured elsewhere, how was it paid, what was bought for the most money
-- parameters: digits (of a region code that name the pooling area)
-- reads: settlement(row), setl_d, psn_info_b, medins_info_b, fee_list_d
WITH purchase AS (
  SELECT s.row, s.setl_id, s.patient, s.fixmedins_code, s.medfee_sumamt::DOUBLE AS fee, s.acct_pay::DOUBLE AS acct,
    d.mdtrt_cert_type, substr(coalesce(d.insu_admdvs, p.insu_admdvs), 1, $digits) AS insured
  FROM settlement s
  JOIN setl_d d ON d.setl_id = s.setl_id
  LEFT JOIN psn_info_b p ON p.psn_no = d.psn_no
  WHERE s.kind = 'pharmacy' AND s.medfee_sumamt > 0
), customers AS (
  SELECT fixmedins_code, insured, count(DISTINCT patient) AS n FROM purchase WHERE insured IS NOT NULL GROUP BY ALL
), usual AS (
  SELECT fixmedins_code, list(insured ORDER BY n DESC, insured)[1] AS region FROM customers GROUP BY fixmedins_code
), article AS (
  SELECT f.setl_id, arg_min_null(f.hilist_code, (-f.det_item_fee_sumamt, f.hilist_code)) AS article
  FROM fee_list_d f SEMI JOIN purchase p ON p.setl_id = f.setl_id
  GROUP BY f.setl_id
)
SELECT p.row, p.fee, p.acct, p.mdtrt_cert_type = '01' AS e_credential,
  p.insured <> coalesce(substr(m.fix_blng_admdvs, 1, $digits), u.region) AS remote, a.article
FROM purchase p
JOIN usual u ON u.fixmedins_code = p.fixmedins_code
LEFT JOIN medins_info_b m ON m.fixmedins_code = p.fixmedins_code
LEFT JOIN article a ON a.setl_id = p.setl_id
WHERE p.insured IS NOT NULL AND p.mdtrt_cert_type IS NOT NULL
ORDER BY p.row
