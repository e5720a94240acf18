// purpose: give the right to change the graph back
// parameters: $lease
// index used: Watermark.name
MATCH (w:Watermark {name: 'graphfraud', lease: $lease})
SET w.lease = null, w.holder = null, w.beat = null, w.asked = null
