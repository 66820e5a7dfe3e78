"""Alembic migrations, run by `griya db upgrade`."""
