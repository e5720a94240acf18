// purpose: every run, newest first
// parameters: none
// index used: Run.finished_at
MATCH (r:Run)
WHERE r.finished_at IS NOT NULL
RETURN r.header AS header, r.parameters AS parameters
ORDER BY r.finished_at DESC, r.run_id DESC
