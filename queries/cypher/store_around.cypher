// purpose: the keys next to a place in the order of keys: the last before it and the first from it on, of each kind
// parameters: $kinds, $id, $span
// index used: Entity.key
UNWIND $kinds AS kind
CALL (kind) {
  MATCH (n:Entity)
  WHERE n.key >= kind + ':' AND n.key < kind + ':' + $id AND n.settlements > 0
  RETURN n.key AS key
  ORDER BY key DESC LIMIT $span
UNION ALL
  MATCH (n:Entity)
  WHERE n.key >= kind + ':' + $id AND n.key < kind + ';' AND n.settlements > 0
  RETURN n.key AS key
  ORDER BY key LIMIT $span
}
RETURN key
