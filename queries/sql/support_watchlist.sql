-- purpose: the last word of the watch list on each entity (of one day: the gravest), a person by the main psn_no
-- parameters: none
-- reads: watchlist, person
WITH listed AS (
  SELECT
    CASE WHEN w.entity_kind IN ('hospital', 'clinic', 'pharmacy') THEN 'institution' ELSE w.entity_kind END AS kind,
    coalesce(p.patient, w.entity_id) AS id,
    w.label,
    w.source,
    w.since
  FROM watchlist w LEFT JOIN person p ON w.entity_kind = 'patient' AND p.psn_no = w.entity_id
)
SELECT kind, id, label, source, since FROM listed
QUALIFY row_number() OVER (
  PARTITION BY kind, id
  ORDER BY since DESC NULLS LAST, list_position(['confirmed', 'blacklist', 'tip', 'cleared'], label), source
) = 1
ORDER BY kind, id
