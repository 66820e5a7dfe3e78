"""The record as a whole: why by a code, indexes for reading it backwards, and seals over what was written."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014_record"
down_revision: str | None = "0012_verification"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Read backwards by its number, whole or narrowed by one of these. Added in place: "event" carries triggers on SQLite.
_INDEXES = (("actor_id", "id"), ("verb", "id"), ("object_type", "id"), ("object_type", "object_key", "id"))
_SEALED = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.add_column("event", sa.Column("reason_code", sa.String(length=40), nullable=True))
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_event_{'_'.join(columns)}"), "event", list(columns))
    op.drop_index(op.f("ix_event_actor_id"), table_name="event")
    op.drop_index(op.f("ix_event_object_type_object_key_at"), table_name="event")
    op.create_table(
        "event_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("first_id <= last_id AND event_count > 0", name=op.f("ck_event_seal_covers_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_seal")),
        sa.UniqueConstraint("last_id", name=op.f("uq_event_seal_last_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in _SEALED:
            name = f"tr_event_seal_no_{verb.lower()}"
            op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON event_seal BEGIN SELECT RAISE(ABORT, '{name}'); END")
        return
    op.execute(
        "CREATE FUNCTION griya_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'tr_%_no_%', TG_TABLE_NAME, lower(TG_OP); END $$"
    )
    for table in ("event", "event_seal"):
        op.execute(
            f"CREATE TRIGGER tr_{table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION griya_sealed()"
        )
    for verb in _SEALED:
        op.execute(
            f"CREATE TRIGGER tr_event_seal_no_{verb.lower()} BEFORE {verb} ON event_seal "
            "FOR EACH ROW EXECUTE FUNCTION griya_sealed()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER tr_event_no_truncate ON event")
    op.drop_table("event_seal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION griya_sealed()")
    op.create_index(op.f("ix_event_actor_id"), "event", ["actor_id"])
    op.create_index(op.f("ix_event_object_type_object_key_at"), "event", ["object_type", "object_key", "at"])
    for columns in _INDEXES:
        op.drop_index(op.f(f"ix_event_{'_'.join(columns)}"), table_name="event")
    op.drop_column("event", "reason_code")
