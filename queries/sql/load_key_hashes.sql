-- purpose: a hash of each row's key, good for one run only
-- parameters: none
-- reads: chunk(key, line)
SELECT (hash(key) >> 1)::BIGINT AS hash, line
FROM chunk
