// purpose: the rings of a run, ranked
// parameters: $run_id
// index used: Ring.run_id
MATCH (r:Ring {run_id: $run_id})
RETURN r.ring AS ring
ORDER BY r.rank
