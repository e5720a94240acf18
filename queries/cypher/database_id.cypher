// purpose: what tells this database from every other
// parameters: none
// index used: none
CALL db.info() YIELD id
RETURN id
