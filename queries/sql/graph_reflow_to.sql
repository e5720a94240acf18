-- purpose: relationships REFLOW_TO: boxes settled at one institution and later at the other
-- parameters: none
-- reads: flow
SELECT a, b, codes, first, last, setl_ids FROM flow ORDER BY a, b
