-- purpose: order-free digest of a table's rows: how many, and two sums over the row hashes
-- parameters: none
-- reads: content_of(_row_hash)
SELECT concat_ws('-', count(*), sum(_row_hash::HUGEINT), sum((_row_hash % 4294967291)::HUGEINT * (_row_hash % 4294967279)))
FROM content_of
