"""Verification at the desk: a credential's code, version and NIB state, its documents, and who has it in hand."""

from collections.abc import Sequence
from secrets import choice

import sqlalchemy as sa
from alembic import op

revision: str = "0012_verification"
down_revision: str | None = "0011_makers"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# ruff: noqa: S608
CODE_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
OLD_METHODS = "('situs', 'qr', 'berkas', 'surat')"
NEW_METHODS = "('situs', 'qr', 'berkas', 'surat', 'kunjungan')"
COLUMNS = (
    "code VARCHAR(8)",
    "seen_where VARCHAR(200)",
    "nib_status VARCHAR(2) CONSTRAINT ck_credential_only_nib_has_a_status CHECK (nib_status IS NULL OR kind = 'nib')",
    "row_version INTEGER DEFAULT '1' NOT NULL",
)
HAS_NO_TERM = ("nib", "halal", "ig")


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE credential ADD COLUMN {column}")
    _fill()
    _rewrite(OLD_METHODS, NEW_METHODS, code="VARCHAR(8) NOT NULL")
    op.create_index("uq_credential_code", "credential", ["code"], unique=True)
    op.create_index("ix_credential_kind_number", "credential", ["kind", "number"])
    op.create_table(
        "credential_turn",
        sa.Column("credential_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_credential_turn_credential_id_credential"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_credential_turn_account_id_account")),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_credential_turn")),
    )
    op.create_index(op.f("ix_credential_turn_account_id"), "credential_turn", ["account_id"])
    op.create_table(
        "credential_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("extension", sa.String(length=4), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("extension IN ('pdf', 'jpg')", name=op.f("ck_credential_document_extension_is_known")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_credential_document_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_credential_document_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_credential_document_credential_id_credential"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_document")),
        sa.UniqueConstraint("code", name=op.f("uq_credential_document_code")),
        sa.UniqueConstraint("credential_id", "digest", name=op.f("uq_credential_document_credential_id_digest")),
    )


def downgrade() -> None:
    op.drop_table("credential_document")
    op.drop_table("credential_turn")
    op.drop_index("ix_credential_kind_number", "credential")
    op.drop_index("uq_credential_code", "credential")
    # What was checked by a visit stays checked: a letter comes nearest.
    op.execute("UPDATE credential SET check_method = 'surat' WHERE check_method = 'kunjungan'")
    _rewrite(NEW_METHODS, OLD_METHODS, code="VARCHAR(8)")
    for column in COLUMNS:
        op.drop_column("credential", column.partition(" ")[0])


def _fill() -> None:
    """Give every credential a code, and a P-IRT the end that its own number says; some kinds have no end at all."""
    connection = op.get_bind()
    table = sa.table(
        "credential", sa.column("id"), sa.column("code"), sa.column("kind"), sa.column("number"),
        sa.column("expires_on", sa.Date()),
    )
    for row in connection.execute(sa.select(table.c.id).order_by(table.c.id)).all():
        code = "".join(choice(CODE_SIGNS) for _ in range(8))
        connection.execute(table.update().where(table.c.id == row.id).values(code=code))
    connection.execute(table.update().where(table.c.kind.in_(HAS_NO_TERM)).values(expires_on=None))
    for row in connection.execute(sa.select(table.c.id, table.c.number).where(table.c.kind == "pirt")).all():
        head, _, end = (row.number or "").rpartition("-")
        if len(head) == 13 and head.isdecimal() and len(end) == 2 and end.isdecimal():
            last = sa.func.date(f"20{end}-12-31") if connection.dialect.name == "sqlite" else sa.text(f"DATE '20{end}-12-31'")
            connection.execute(table.update().where(table.c.id == row.id).values(expires_on=last))


def _rewrite(before: str, after: str, *, code: str) -> None:
    """Put another list of methods into the table's rule, and say whether a code may be missing.

    SQLite can do neither in place. Its table is written again from its own definition, with its indexes and with the
    triggers that tell the catalogue of changes, all as they were.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.execute("ALTER TABLE credential DROP CONSTRAINT ck_credential_method_is_known")
        op.execute(
            "ALTER TABLE credential ADD CONSTRAINT ck_credential_method_is_known "
            f"CHECK (check_method IS NULL OR check_method IN {after})"
        )
        op.execute(f"ALTER TABLE credential ALTER COLUMN code {'SET' if 'NOT NULL' in code else 'DROP'} NOT NULL")
        return
    found = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'credential' AND sql IS NOT NULL "
        "AND type IN ('table', 'index', 'trigger')"
    ).all()
    definition = next(sql for kind, sql in found if kind == "table")
    names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(credential)").all()]
    for old, new in ((before, after), ("code VARCHAR(8) NOT NULL", "code VARCHAR(8)"), ("code VARCHAR(8)", f"code {code}")):
        definition = definition.replace(old, new)
    if after not in definition or f"code {code}" not in definition:
        raise RuntimeError("the table of credentials is not defined as it was expected")
    start = definition.index("(")
    connection.exec_driver_sql(f"CREATE TABLE credential_new {definition[start:]}")
    columns = ", ".join(names)
    connection.exec_driver_sql(f"INSERT INTO credential_new ({columns}) SELECT {columns} FROM credential")
    connection.exec_driver_sql("DROP TABLE credential")
    connection.exec_driver_sql("ALTER TABLE credential_new RENAME TO credential")
    for kind, sql in found:
        if kind != "table":
            connection.exec_driver_sql(sql)
