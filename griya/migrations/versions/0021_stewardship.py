"""Words that are proposed for the controlled lists, shelves that were made one, and how often results are opened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021_stewardship"
down_revision: str | None = "0019_letters"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# ruff: noqa: ISC004, S608
# What curation says may take a product out of a slot that asks for a result, and so out of its place in every list.
_CONCERNED = {
    "curation_verdict": "SELECT product_id FROM curation_review WHERE id = NEW.review_id",
    "slot": "SELECT 0 AS product_id",
}
_WHEN = {"curation_verdict": "INSERT", "slot": "UPDATE OF requires_distinction"}
_STAMP = {"sqlite": "random()", "postgresql": "floor(random() * 9007199254740992)::bigint"}


def upgrade() -> None:
    for statement in _rules(op.get_bind().dialect.name):
        op.execute(statement)
    _alias("kind IN ('material', 'technique', 'category')", length=80)
    op.create_table(
        "term_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("batch", sa.String(length=20), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('material', 'technique', 'category')", name=op.f("ck_term_proposal_kind_is_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'mapped', 'declined')", name=op.f("ck_term_proposal_state_is_known")
        ),
        sa.CheckConstraint("source IN ('form', 'import')", name=op.f("ck_term_proposal_source_is_known")),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_term_proposal_decided_says_when")),
        sa.CheckConstraint(
            "(state IN ('accepted', 'mapped')) = (term_id IS NOT NULL)",
            name=op.f("ck_term_proposal_taken_in_says_as_what"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_term_proposal_proposed_by_id_account")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_term_proposal_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_proposal")),
        sa.UniqueConstraint("kind", "folded", name=op.f("uq_term_proposal_kind_folded")),
    )
    op.create_index(op.f("ix_term_proposal_state_proposed_at"), "term_proposal", ["state", "proposed_at"])
    op.create_table(
        "term_ask",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["term_proposal.id"],
            name=op.f("fk_term_ask_proposal_id_term_proposal"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_term_ask_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("proposal_id", "product_id", name=op.f("pk_term_ask")),
    )
    op.create_index(op.f("ix_term_ask_product_id"), "term_ask", ["product_id"])
    op.add_column("search_log", sa.Column("opened", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _CONCERNED:
        for name in ("",) if is_sqlite else ("_order", ""):
            op.execute(f"DROP TRIGGER tr_{table}_change{name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION griya_change_of_{table}()")
    op.drop_index(op.f("ix_term_ask_product_id"), table_name="term_ask")
    op.drop_table("term_ask")
    op.drop_index(op.f("ix_term_proposal_state_proposed_at"), table_name="term_proposal")
    op.drop_table("term_proposal")
    op.drop_column("search_log", "opened")
    op.execute("DELETE FROM term_alias WHERE kind = 'category'")
    _alias("kind IN ('material', 'technique')", length=60)


def _rules(dialect: str) -> list[str]:
    """The triggers that number these changes with all others of the catalogue."""
    found = []
    for table, concerned in _CONCERNED.items():
        rows = f"SELECT product_id, {_STAMP[dialect]} FROM ({concerned}) AS concerned"
        write = f"INSERT INTO catalog_change (product_id, stamp) {rows}"
        if dialect == "sqlite":
            found.append(f"CREATE TRIGGER tr_{table}_change AFTER {_WHEN[table]} ON {table} BEGIN {write}; END")
            continue
        found += [
            f"CREATE FUNCTION griya_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {write}; "
            "RETURN NULL; END $$",
            f"CREATE TRIGGER tr_{table}_change_order BEFORE {_WHEN[table]} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION griya_order_changes()",
            f"CREATE TRIGGER tr_{table}_change AFTER {_WHEN[table]} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION griya_change_of_{table}()",
        ]
    return found


def _alias(kinds: str, *, length: int) -> None:
    """Let the table of old slugs know these kinds: made anew, because SQLite changes no check. It has no trigger."""
    rows = [dict(row) for row in op.get_bind().execute(sa.text("SELECT kind, slug, term_id FROM term_alias")).mappings()]
    op.drop_table("term_alias")
    table = op.create_table(
        "term_alias",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=length), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(kinds, name=op.f("ck_term_alias_kind_is_known")),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_term_alias")),
    )
    if rows:
        op.bulk_insert(table, rows)
