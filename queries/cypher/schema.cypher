// purpose: a constraint for every key, an index for every property that queries filter on
// parameters: none
// index used: none
CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;
CREATE INDEX patient_psn_no IF NOT EXISTS FOR (n:Patient) ON (n.psn_no);
CREATE INDEX patient_insu_admdvs IF NOT EXISTS FOR (n:Patient) ON (n.insu_admdvs);
CREATE INDEX patient_degree IF NOT EXISTS FOR (n:Patient) ON (n.degree);
CREATE INDEX doctor_dr_code IF NOT EXISTS FOR (n:Doctor) ON (n.dr_code);
CREATE INDEX doctor_degree IF NOT EXISTS FOR (n:Doctor) ON (n.degree);
CREATE INDEX institution_kind IF NOT EXISTS FOR (n:Institution) ON (n.kind);
CREATE INDEX institution_fixmedins_code IF NOT EXISTS FOR (n:Institution) ON (n.fixmedins_code);
CREATE INDEX institution_fix_blng_admdvs IF NOT EXISTS FOR (n:Institution) ON (n.fix_blng_admdvs);
CREATE INDEX institution_degree IF NOT EXISTS FOR (n:Institution) ON (n.degree);
CREATE INDEX employer_emp_no IF NOT EXISTS FOR (n:Employer) ON (n.emp_no);
CREATE INDEX employer_degree IF NOT EXISTS FOR (n:Employer) ON (n.degree);
CREATE INDEX operator_opter_id IF NOT EXISTS FOR (n:Operator) ON (n.opter_id);
CREATE INDEX operator_degree IF NOT EXISTS FOR (n:Operator) ON (n.degree);
CREATE CONSTRAINT contact_key IF NOT EXISTS FOR (n:Contact) REQUIRE n.key IS UNIQUE;
CREATE INDEX contact_sort IF NOT EXISTS FOR (n:Contact) ON (n.sort);
CREATE CONSTRAINT owner_key IF NOT EXISTS FOR (n:Owner) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT claim_setl_id IF NOT EXISTS FOR (n:Claim) REQUIRE n.setl_id IS UNIQUE;
CREATE INDEX claim_setl_time IF NOT EXISTS FOR (n:Claim) ON (n.setl_time);
CREATE CONSTRAINT drug_hilist_code IF NOT EXISTS FOR (n:Drug) REQUIRE n.hilist_code IS UNIQUE;
CREATE CONSTRAINT tracecode_drug_trac_codg IF NOT EXISTS FOR (n:TraceCode) REQUIRE n.drug_trac_codg IS UNIQUE;
CREATE CONSTRAINT run_run_id IF NOT EXISTS FOR (n:Run) REQUIRE n.run_id IS UNIQUE;
CREATE INDEX run_data_version IF NOT EXISTS FOR (n:Run) ON (n.data_version);
CREATE INDEX run_finished_at IF NOT EXISTS FOR (n:Run) ON (n.finished_at);
CREATE CONSTRAINT ring_key IF NOT EXISTS FOR (n:Ring) REQUIRE n.key IS UNIQUE;
CREATE INDEX ring_run_id IF NOT EXISTS FOR (n:Ring) ON (n.run_id);
CREATE INDEX ring_ring_id IF NOT EXISTS FOR (n:Ring) ON (n.ring_id);
CREATE INDEX ring_rank IF NOT EXISTS FOR (n:Ring) ON (n.rank);
CREATE INDEX ring_scheme IF NOT EXISTS FOR (n:Ring) ON (n.scheme);
CREATE INDEX ring_status IF NOT EXISTS FOR (n:Ring) ON (n.status);
CREATE INDEX ring_score IF NOT EXISTS FOR (n:Ring) ON (n.score);
CREATE INDEX linked_run_id IF NOT EXISTS FOR ()-[r:LINKED]-() ON (r.run_id);
CREATE INDEX linked_ring_id IF NOT EXISTS FOR ()-[r:LINKED]-() ON (r.ring_id);
CREATE CONSTRAINT watermark_name IF NOT EXISTS FOR (n:Watermark) REQUIRE n.name IS UNIQUE
