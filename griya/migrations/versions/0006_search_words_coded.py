"""Search: the index keeps coded words; details have English; a curator's word can be switched off.

The index holds words behind letters that say where they stand (docs/decisions/007-search.md), so everything derived is
emptied and marked: whoever starts next, commits next or, in a small catalogue, searches next makes it anew.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Only which document has which word is kept: words say themselves where they stand, and nothing is ordered by bm25.
# What a document holds stands in search_document.
_CODED = "CREATE VIRTUAL TABLE search_index USING fts5(words, content='', tokenize='ascii', detail='none', columnsize=0)"
_BY_COLUMN = (
    "CREATE VIRTUAL TABLE search_index USING fts5(name, text, name_roots, text_roots, content='search_document', "
    "content_rowid='id', tokenize='ascii', detail='column', columnsize=0)"
)
_RANDOM = {"sqlite": "random()", "postgresql": "floor(random() * 9e15)::bigint"}
_WORD_TABLES = ("search_variant", "search_stop_word")


def upgrade() -> None:
    """Give the tables their new columns and the index its new shape."""
    for table in _WORD_TABLES:
        op.add_column(table, sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
    _empty()
    # The table is empty, but what adds a column does not look.
    op.add_column("search_document", sa.Column("detail_en", sa.String(length=160), nullable=False, server_default=""))
    _shape(_CODED)
    _mark()


def downgrade() -> None:
    """Take both back. Words that were switched off are words again, as the program of before knows them."""
    _empty()
    op.drop_column("search_document", "detail_en")
    for table in _WORD_TABLES:
        op.drop_column(table, "disabled_at")
    _shape(_BY_COLUMN)
    _mark()


def _empty() -> None:
    for table in ("search_stale", "search_deletion", "search_word", "search_document"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608


def _shape(sqlite: str) -> None:
    """PostgreSQL keeps whatever words it is given, so its table has the same shape before and after."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
        op.execute(sqlite)
    else:
        op.execute("DELETE FROM search_index")


def _mark() -> None:
    """Say that nothing derived holds any more: no process may rely on what it remembers."""
    random = _RANDOM[op.get_bind().dialect.name]
    op.execute(f"UPDATE search_state SET content = {random}, variants = {random}, rules = 0")  # noqa: S608
    for kind, table in (("product", "product"), ("producer", "producer"), ("place", "region"), ("shelf", "category")):
        op.execute(f"INSERT INTO search_stale (kind, object_id) SELECT '{kind}', id FROM {table}")  # noqa: S608
