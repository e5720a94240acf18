// purpose: take the right to change the graph where nobody has it, or whoever had it has fallen silent
// parameters: $lease, $holder, $stale_ms
// index used: Watermark.name
MERGE (w:Watermark {name: 'graphfraud'})
ON CREATE SET w.state = 'filling'
// The write locks the node, so that the second of two pushes reads what the first has written.
SET w.asked = $lease
WITH w WHERE w.lease IS NULL OR w.lease = $lease OR coalesce(w.beat, 0) < timestamp() - $stale_ms
SET w.lease = $lease, w.holder = $holder, w.beat = timestamp()
RETURN w.lease AS lease
