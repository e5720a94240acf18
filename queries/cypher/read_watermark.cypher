// purpose: what the graph says of itself, and whether the server holds any node
// parameters: none
// index used: Watermark.name
OPTIONAL MATCH (w:Watermark {name: 'graphfraud'})
RETURN properties(w) AS watermark, COUNT { (n) } AS nodes, timestamp() AS now
