// purpose: say which claim data the graph shows
// parameters: $data_version
// index used: Watermark.name
MERGE (w:Watermark {name: 'graphfraud'})
SET w.data_version = $data_version
