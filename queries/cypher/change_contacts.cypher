// purpose: change nodes Contact that are known to be there
// parameters: $rows
// index used: Contact.key
UNWIND $rows AS row
MATCH (n:Contact {key: row[0]})
SET n.sort = row[1]
