// purpose: wait until every index is filled
// parameters: none
// index used: none
CALL db.awaitIndexes(300)
