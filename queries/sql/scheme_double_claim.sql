-- purpose: bills that stand twice, by invoice or by one stay or day in two channels, and for comparison all claims made
--          at the agency's desk; `bill` numbers the bill (null: claimed once)
-- parameters: least (smallest amount), most (an invoice number used more often names no bill)
-- reads: settlement(row, who), setl_d, person
WITH billed AS (
  SELECT setl_id, invono, mdtrt_id, setl_type, bankacct, agnter_certno, agnter_tel FROM setl_d
  -- A top-up insurance, or medical aid, pays for a bill that the basic insurance has settled.
  WHERE coalesce(setl_type, '2') <> '3' AND coalesce(insutype, '') NOT IN ('320', '330', '370', '392')
), often AS (
  SELECT hash(invono) AS invoice FROM billed WHERE invono IS NOT NULL GROUP BY invoice HAVING count(*) > 1
), served AS (
  SELECT DISTINCT s.who, s.begndate
  FROM settlement s SEMI JOIN (SELECT setl_id FROM billed WHERE setl_type = '1') AS b ON b.setl_id = s.setl_id
), picked AS (
  -- Only these can stand twice; most bills are none of them, and need not be matched at all.
  SELECT setl_id FROM billed WHERE setl_type = '1'
  UNION SELECT setl_id FROM billed SEMI JOIN often ON often.invoice = hash(billed.invono)
  UNION SELECT setl_id FROM settlement s SEMI JOIN served ON served.who = s.who AND served.begndate = s.begndate
), claim AS MATERIALIZED (
  SELECT s.row, s.patient, s.fixmedins_code, s.begndate, s.enddate, s.medfee_sumamt, d.invono, d.mdtrt_id,
    coalesce(d.setl_type, '') = '1' AS desk, d.setl_type IS NOT NULL AS channel, d.bankacct,
    coalesce(d.agnter_certno, d.agnter_tel) AS agent
  FROM (SELECT * FROM settlement SEMI JOIN picked ON picked.setl_id = settlement.setl_id) AS s
  JOIN billed d ON d.setl_id = s.setl_id
), numbered AS (
  SELECT invono FROM claim WHERE invono IS NOT NULL GROUP BY invono HAVING count(*) BETWEEN 2 AND $most
), taken_back AS (
  SELECT DISTINCT coalesce(p.patient, r.psn_no) AS patient, -r.medfee_sumamt AS medfee_sumamt
  FROM setl_d r LEFT JOIN person p ON p.psn_no = r.psn_no
  WHERE r.medfee_sumamt < 0 AND r.init_setl_id IS NULL AND coalesce(r.vali_flag, '1') = '1'
), twice AS (
  SELECT patient, medfee_sumamt, list(row ORDER BY row) AS rows
  FROM claim SEMI JOIN numbered ON numbered.invono = claim.invono
  WHERE medfee_sumamt >= $least
  GROUP BY patient, medfee_sumamt, claim.invono
  -- The same service: dates differ where a house counts its invoices from one again.
  HAVING count(*) > 1 AND (count(DISTINCT begndate) <= 1)
  UNION
  SELECT patient, medfee_sumamt, list(row ORDER BY row)
  FROM claim
  WHERE medfee_sumamt >= $least AND channel AND begndate IS NOT NULL AND enddate IS NOT NULL
  GROUP BY patient, medfee_sumamt, fixmedins_code, begndate, enddate
  HAVING count(*) > 1 AND min(desk::INT) < max(desk::INT)
), bill AS (
  SELECT row_number() OVER (ORDER BY t.rows) AS bill, unnest(t.rows) AS row
  FROM twice t ANTI JOIN taken_back b ON b.patient = t.patient AND b.medfee_sumamt = t.medfee_sumamt
)
SELECT c.row, min(b.bill) AS bill, any_value(c.desk) AS desk, any_value(c.mdtrt_id) AS mdtrt_id,
  any_value(c.bankacct) AS payee, any_value(c.agent) AS agent
FROM claim c LEFT JOIN bill b ON b.row = c.row
WHERE c.desk OR b.bill IS NOT NULL
GROUP BY c.row
ORDER BY c.row
