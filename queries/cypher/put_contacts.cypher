// purpose: add or change nodes Contact, each with all its properties
// parameters: $rows
// index used: Contact.key
UNWIND $rows AS row
MERGE (n:Contact {key: row[0]})
SET n = {key: row[0], sort: row[1]}
