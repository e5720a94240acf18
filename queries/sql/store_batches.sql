-- purpose: the file of every loaded batch
-- parameters: none
-- reads: batch(batch_id, file)
SELECT batch_id, file FROM batch ORDER BY batch_id
