// purpose: the two ends of a path question with their numbers of neighbours, and how many hubs the graph has
// parameters: $a, $b, $hub_degree
// index used: Entity.key, Patient.degree, Doctor.degree, Institution.degree
OPTIONAL MATCH (a:Entity {key: $a})
OPTIONAL MATCH (b:Entity {key: $b})
RETURN a.degree AS a, b.degree AS b,
  COUNT { (n:Patient) WHERE n.degree > $hub_degree } + COUNT { (n:Doctor) WHERE n.degree > $hub_degree }
  + COUNT { (n:Institution) WHERE n.degree > $hub_degree } AS hubs
