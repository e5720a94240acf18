-- purpose: labels that the watch list gives each entity, a person by the main psn_no, institutions of all kinds as one
-- parameters: none
-- reads: watchlist, person
SELECT
  CASE WHEN w.entity_kind IN ('hospital', 'clinic', 'pharmacy') THEN 'institution' ELSE w.entity_kind END AS kind,
  coalesce(p.patient, w.entity_id) AS id,
  list_sort(list(DISTINCT w.label)) AS watch
FROM watchlist w LEFT JOIN person p ON w.entity_kind = 'patient' AND p.psn_no = w.entity_id
GROUP BY ALL
