// purpose: say which claim data and which run, the newest, the graph shows
// parameters: $data_version, $run_id
// index used: Watermark.name
MERGE (w:Watermark {name: 'graphfraud'})
SET w.data_version = $data_version, w.run_id = $run_id
