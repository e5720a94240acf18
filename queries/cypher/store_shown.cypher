// purpose: which claim data and which run the graph shows, and what a push under way is doing with it
// parameters: none
// index used: Watermark.name
MATCH (w:Watermark {name: 'graphfraud'})
RETURN w.data_version AS data_version, w.newest_run AS run_id,
  CASE w.state WHEN 'shown' THEN '' ELSE w.state END AS pushing
