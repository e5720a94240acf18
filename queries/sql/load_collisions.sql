-- purpose: staged rows whose key is in the lake already; where the lake's row says otherwise, also which row that is
-- parameters: none
-- reads: staged(key, _line, _row_hash), existing(key, _batch_id, _line, _row_hash, filename)
SELECT
    staged._line AS line,
    staged._row_hash = existing._row_hash AS same,
    CASE WHEN staged._row_hash <> existing._row_hash THEN existing._batch_id END AS old_batch,
    CASE WHEN staged._row_hash <> existing._row_hash THEN existing._line END AS old_line,
    CASE WHEN staged._row_hash <> existing._row_hash THEN existing.filename END AS old_file
FROM staged
JOIN existing ON staged.key = existing.key
