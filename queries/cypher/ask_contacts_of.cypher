// purpose: patients who share a telephone, an account or a given address with one
// parameters: $patient, $max_persons, $limit
// index used: Entity.key
MATCH (p:Entity {key: $patient})-[:REACHED_AT]->(c:Contact)
WITH p, c, COUNT { (c)<-[:REACHED_AT]-(:Patient) } AS persons
WHERE persons <= $max_persons
MATCH (c)<-[:REACHED_AT]-(o:Patient)
WHERE o <> p
WITH o, c.sort AS sort, persons ORDER BY sort
WITH o.psn_no AS patient, count(*) AS contacts, collect(DISTINCT sort) AS sorts, min(persons) AS least_shared
WITH collect({patient: patient, contacts: contacts, sorts: sorts, least: least_shared}) AS found
UNWIND found AS one
RETURN one.patient AS patient, one.contacts AS contacts, one.sorts AS sorts, one.least AS least_shared,
  size(found) AS total
ORDER BY contacts DESC, patient
LIMIT $limit
