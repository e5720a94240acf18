// purpose: one run
// parameters: $run_id
// index used: Run.run_id
MATCH (r:Run {run_id: $run_id})
RETURN r.header AS header, r.parameters AS parameters
