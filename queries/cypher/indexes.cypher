// purpose: constraints and indexes that are there and filled; a constraint has an index of its name
// parameters: none
// index used: none
SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name
