// purpose: remove nodes Contact and what hangs on them
// parameters: $rows
// index used: Contact.key
UNWIND $rows AS row
MATCH (n:Contact {key: row[0]})
DETACH DELETE n
