-- purpose: nodes Operator
-- parameters: none
-- reads: entity
SELECT key, kind, watch, id AS opter_id, degree FROM entity WHERE kind = 'operator' ORDER BY key
