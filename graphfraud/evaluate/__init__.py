"""Quality of a run against known rings: pure measures over rings and a truth table."""
