// purpose: the entities of each kind with the most neighbours
// parameters: $kind, $top
// index used: Patient.degree, Doctor.degree, Institution.degree
CALL () {
  WITH * WHERE $kind IS NULL OR $kind = 'patient'
  WITH COUNT { MATCH (o:Patient) WHERE o.degree > 0 } AS total
  CALL (total) { MATCH (e:Patient) WHERE e.degree > 0 RETURN e ORDER BY e.degree DESC, e.key LIMIT $top }
  RETURN e, total, COUNT { MATCH (o:Patient) WHERE o.degree > e.degree } AS above
  UNION ALL
  WITH * WHERE $kind IS NULL OR $kind = 'doctor'
  WITH COUNT { MATCH (o:Doctor) WHERE o.degree > 0 } AS total
  CALL (total) { MATCH (e:Doctor) WHERE e.degree > 0 RETURN e ORDER BY e.degree DESC, e.key LIMIT $top }
  RETURN e, total, COUNT { MATCH (o:Doctor) WHERE o.degree > e.degree } AS above
  UNION ALL
  UNWIND ['clinic', 'hospital', 'pharmacy'] AS place
  WITH place WHERE $kind IS NULL OR $kind = place
  WITH place, COUNT { MATCH (o:Institution) WHERE o.degree > 0 AND o.kind = place } AS total
  CALL (place) {
    MATCH (e:Institution) WHERE e.degree > 0 AND e.kind = place RETURN e ORDER BY e.degree DESC, e.key LIMIT $top
  }
  RETURN e, total, COUNT { MATCH (o:Institution) WHERE o.degree > e.degree AND o.kind = place } AS above
}
RETURN e.kind AS kind, substring(e.key, size(e.kind) + 1) AS id, e.degree AS degree,
  100.0 * (total - above) / total AS percentile, total
ORDER BY kind, degree DESC, id
