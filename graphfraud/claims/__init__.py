"""Clean settlements: valid rows, refunds netted, persons resolved; the base of every signal and path."""
