-- purpose: keys that the graph may hold and isn't to, or that it holds more than once, sorted
-- parameters: none
-- reads: known_key, wanted_key, twice (keys alone, the same columns)
(SELECT * FROM known_key EXCEPT SELECT * FROM wanted_key) UNION SELECT * FROM twice ORDER BY ALL
