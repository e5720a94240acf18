-- purpose: telephones, accounts and given addresses of each patient: the own telephone, that of a contact or an agent, the
--          account that a bill was paid into, and an address given on admission that is not the registered one
-- parameters: none
-- reads: person, psn_info_b, setl_d, mdtrt_d, medins_info_b
-- An institution's own account, and numbers of one digit over and over, are nobody's.
WITH told AS (
  SELECT psn_no, tel, live_addr FROM psn_info_b
), called AS (
  SELECT psn_no, tel AS number FROM told WHERE tel IS NOT NULL
  UNION SELECT psn_no, coner_tel FROM mdtrt_d WHERE coner_tel IS NOT NULL
  UNION SELECT psn_no, agnter_tel FROM setl_d WHERE agnter_tel IS NOT NULL
), phone AS (
  SELECT psn_no, regexp_replace(regexp_replace(number, '[^0-9]', '', 'g'), '^(0086|86)(1[0-9]{10})$', '\2') AS value
  FROM called
), paid AS (
  SELECT psn_no, upper(regexp_replace(bankacct, '[\s-]', '', 'g')) AS value
  FROM (SELECT DISTINCT psn_no, bankacct FROM setl_d WHERE bankacct IS NOT NULL)
), house AS (
  SELECT DISTINCT upper(regexp_replace(bankacct, '[\s-]', '', 'g')) AS value FROM medins_info_b
  WHERE bankacct IS NOT NULL
), given AS (
  SELECT m.psn_no, regexp_replace(m.curr_addr, '\s', '', 'g') AS value
  FROM (SELECT DISTINCT psn_no, curr_addr FROM mdtrt_d WHERE curr_addr IS NOT NULL) m
  JOIN told t ON t.psn_no = m.psn_no
  WHERE t.live_addr IS NOT NULL
    AND regexp_replace(m.curr_addr, '\s', '', 'g') <> regexp_replace(t.live_addr, '\s', '', 'g')
), mark AS (
  SELECT psn_no, 'phone' AS sort, value FROM phone WHERE length(value) >= 7
  UNION ALL SELECT psn_no, 'account', value FROM paid ANTI JOIN house ON house.value = paid.value WHERE length(value) >= 8
  UNION ALL SELECT psn_no, 'address', value FROM given
    WHERE length(value) >= 4 AND regexp_matches(value, '[0-9０-９]|[一二三四五六七八九十百]+[号楼栋]')
)
SELECT DISTINCT m.sort, m.value, p.patient
FROM mark m JOIN person p ON p.psn_no = m.psn_no
WHERE replace(m.value, substr(m.value, 1, 1), '') <> ''
ORDER BY m.sort, m.value, p.patient
