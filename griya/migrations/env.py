"""Alembic's environment: runs on the connection that `griya.core.schema` hands over."""

from alembic import context

from griya.core.db import Base

# The full-text index differs by database, so no model describes it; FTS5 keeps its own tables beside it.
_FULL_TEXT = "search_index"


def _is_described(name: str | None, type_: str, _parents: object) -> bool:
    """Whether a table of the database has to have a model."""
    return type_ != "table" or not (name == _FULL_TEXT or (name or "").startswith(f"{_FULL_TEXT}_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
    transaction_per_migration=False,
    include_name=_is_described,
)
with context.begin_transaction():
    context.run_migrations()
