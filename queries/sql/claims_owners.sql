-- purpose: marks that institutions may share: credit code, bank account, address, parent, legal representative. Blanks and
--          hyphens don't count; fillers (one character over and over), account or code fragments, addresses without a
--          number and masked names are no marks. An address counts within its district, which follows it on a line of
--          its own; a parent shares its code with its branches
-- parameters: none
-- reads: medins_info_b
WITH written AS (
  SELECT fixmedins_code, upper(regexp_replace(uscc, '[\s-]', '', 'g')) AS uscc,
    upper(regexp_replace(bankacct, '[\s-]', '', 'g')) AS bankacct, regexp_replace(addr, '\s', '', 'g') AS addr,
    coalesce(fix_blng_admdvs, '') AS district, prnt_medins_code, regexp_replace(legrep_name, '\s', '', 'g') AS legrep_name
  FROM medins_info_b
), mark AS (
  SELECT fixmedins_code, 'uscc' AS sort, uscc AS value FROM written WHERE length(uscc) >= 15
  UNION ALL SELECT fixmedins_code, 'bankacct', bankacct FROM written WHERE length(bankacct) >= 8
  UNION ALL SELECT fixmedins_code, 'addr', addr || chr(10) || district FROM written
    WHERE length(addr) >= 4 AND regexp_matches(addr, '[0-9０-９]|[一二三四五六七八九十百]+[号楼栋]')
  UNION ALL SELECT fixmedins_code, 'prnt_medins_code', prnt_medins_code FROM written
  UNION ALL SELECT fixmedins_code, 'prnt_medins_code', fixmedins_code FROM written
    WHERE fixmedins_code IN (SELECT prnt_medins_code FROM written)
  UNION ALL SELECT fixmedins_code, 'legrep_name', legrep_name FROM written
    WHERE length(legrep_name) >= 2 AND NOT regexp_matches(legrep_name, '[*＊某]')
)
SELECT DISTINCT sort, value, fixmedins_code FROM mark
WHERE value IS NOT NULL AND replace(value, substr(value, 1, 1), '') <> ''
ORDER BY sort, value, fixmedins_code
