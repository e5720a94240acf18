// purpose: names of the indexes that are filled, those of constraints among them
// parameters: none
// index used: none
SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name
