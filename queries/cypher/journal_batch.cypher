// purpose: count rows that are created together with the rows themselves; no row where they are there already
// parameters: $lease, $type, $before, $after
// index used: Watermark.name
MATCH (w:Watermark {name: 'graphfraud', lease: $lease})
WHERE w.filling IS NULL OR w.filling <> $type OR w.filled = $before
SET w.beat = timestamp(), w.filling = $type, w.filled = $after
RETURN w.filled AS filled
