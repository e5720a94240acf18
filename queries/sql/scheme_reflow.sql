-- purpose: boxes settled at several institutions: trace code, settlement and drug of every sale that stands; split packs,
--          self-paid sales and boxes taken back (also one box of a bill that stands otherwise) are left out
-- parameters: none
-- reads: settlement(row), box, setl_d
WITH often AS (
  SELECT drug_trac_codg FROM box GROUP BY drug_trac_codg HAVING min(setl_id) < max(setl_id)
), scan AS MATERIALIZED (
  SELECT t.drug_trac_codg AS code, t.setl_id, any_value(t.hilist_code ORDER BY t.hilist_code) AS drug,
    max((t.trdn_flag = '1')::INT) AS split, max((t.mdtrt_setl_type = '2')::INT) AS self_paid
  FROM box t SEMI JOIN often ON often.drug_trac_codg = t.drug_trac_codg
  GROUP BY t.drug_trac_codg, t.setl_id
), returned AS (
  SELECT c.code, r.init_setl_id, r.psn_no, r.fixmedins_code
  FROM scan c JOIN setl_d r ON r.setl_id = c.setl_id
  WHERE coalesce(r.vali_flag, '1') = '1'
    AND (r.medfee_sumamt < 0 OR (coalesce(r.refd_setl_flag, '0') = '1' AND r.init_setl_id IS NOT NULL))
), taken_back AS (
  SELECT c.code, c.setl_id FROM scan c JOIN returned r ON r.code = c.code AND r.init_setl_id = c.setl_id
  UNION
  SELECT c.code, c.setl_id FROM scan c JOIN settlement s ON s.setl_id = c.setl_id
  JOIN returned r ON r.code = c.code AND r.fixmedins_code = s.fixmedins_code AND r.init_setl_id IS NULL
), opened AS (
  SELECT DISTINCT code FROM scan WHERE split = 1
), sale AS (
  SELECT c.code, s.row, c.drug, s.fixmedins_code
  FROM scan c JOIN settlement s ON s.setl_id = c.setl_id
  ANTI JOIN taken_back b ON b.code = c.code AND b.setl_id = c.setl_id
  ANTI JOIN opened o ON o.code = c.code
  WHERE coalesce(c.self_paid, 0) = 0
)
SELECT code, row, drug FROM sale
QUALIFY min(fixmedins_code) OVER (PARTITION BY code) < max(fixmedins_code) OVER (PARTITION BY code)
ORDER BY code, row
