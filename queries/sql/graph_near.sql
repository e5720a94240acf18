-- purpose: a state's settlements of the patients whom any state gives a differing settlement
-- parameters: none
-- reads: settlement, touched(patient)
SELECT s.* FROM settlement s SEMI JOIN touched t ON t.patient = s.patient
