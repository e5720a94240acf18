// purpose: which claim data and which run the graph shows, and since when a push has been under way
// parameters: none
// index used: Watermark.name
MATCH (w:Watermark {name: 'graphfraud'})
RETURN w.data_version AS data_version, w.run_id AS run_id, w.pushing AS pushing
