// purpose: say that the push is alive; no row where another push has taken over
// parameters: $lease
// index used: Watermark.name
MATCH (w:Watermark {name: 'graphfraud', lease: $lease})
SET w.beat = timestamp()
RETURN w.lease AS lease
