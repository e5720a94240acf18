-- purpose: rows of one file whose key stood on an earlier line of it, and whether they say the same as the first
-- parameters: none
-- reads: staged(key, _line, _row_hash), candidates(line): lines whose key hash occurs more than once
SELECT _line AS line, _row_hash = first_hash AS same
FROM (
    SELECT
        _line,
        _row_hash,
        first_value(_row_hash) OVER by_key AS first_hash,
        row_number() OVER by_key AS place
    FROM staged
    SEMI JOIN candidates ON staged._line = candidates.line
    WINDOW by_key AS (PARTITION BY key ORDER BY _line)
)
WHERE place > 1
