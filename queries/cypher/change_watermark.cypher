// purpose: change what the graph says of itself, by the push that holds the lease
// parameters: $lease, $properties (null removes one)
// index used: Watermark.name
MATCH (w:Watermark {name: 'graphfraud', lease: $lease})
SET w += $properties, w.beat = timestamp()
RETURN w.lease AS lease
