-- purpose: settlement rows as loaded, for given settlements, with the file that each came from
-- parameters: $setl_ids
-- reads: setl_d, batch(batch_id, file)
SELECT setl_d.*, batch.file AS source_file
FROM setl_d LEFT JOIN batch ON setl_d._batch_id = batch.batch_id
WHERE setl_d.setl_id IN (SELECT unnest($setl_ids::VARCHAR[]))
ORDER BY setl_d.setl_time, setl_d.setl_id
