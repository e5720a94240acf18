// purpose: add nodes Contact that are known not to be there
// parameters: $rows
// index used: Contact.key
UNWIND $rows AS row
CREATE (n:Contact {key: row[0], sort: row[1]})
