"""Reading what an interviewer said: one answer (reader), a whole company (verdict), and why (explain)."""
