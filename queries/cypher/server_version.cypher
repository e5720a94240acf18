// purpose: version and edition of the server
// parameters: none
// index used: none
CALL dbms.components() YIELD name, versions, edition
RETURN versions[0] AS version, edition
