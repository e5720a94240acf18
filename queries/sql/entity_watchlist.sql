-- purpose: what the watch list says of an entity, newest first; a person's under any number
-- parameters: $kind, $id
-- reads: watchlist, person
SELECT w.label, w.source, w.since, w.entity_kind, w.entity_id
FROM watchlist w LEFT JOIN person p ON w.entity_kind = 'patient' AND p.psn_no = w.entity_id
WHERE CASE WHEN w.entity_kind IN ('hospital', 'clinic', 'pharmacy') THEN 'institution' ELSE w.entity_kind END
    = CASE WHEN $kind IN ('hospital', 'clinic', 'pharmacy') THEN 'institution' ELSE $kind END
  AND coalesce(p.patient, w.entity_id) = $id
ORDER BY w.since DESC NULLS LAST, w.label, w.source
