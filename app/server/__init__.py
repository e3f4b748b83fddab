"""The REST service: the same log for a whole county (FastAPI on PostgreSQL or SQLite)."""
