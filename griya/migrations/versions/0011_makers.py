"""Producers at the desk: merges that can be taken back, and pairs that are no duplicates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011_makers"
down_revision: str | None = "0010_items"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Only new tables: `producer` and what belongs to it keep their triggers."""
    op.create_table(
        "producer_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("survivor_id <> merged_id", name=op.f("ck_producer_merge_two_producers")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["producer.id"],
            name=op.f("fk_producer_merge_survivor_id_producer"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["producer.id"], name=op.f("fk_producer_merge_merged_id_producer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["account.id"], name=op.f("fk_producer_merge_merged_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["account.id"], name=op.f("fk_producer_merge_undone_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer_merge")),
    )
    op.create_index(op.f("ix_producer_merge_survivor_id"), "producer_merge", ["survivor_id"])
    op.create_index(op.f("ix_producer_merge_merged_id"), "producer_merge", ["merged_id"])
    op.create_index(
        "uq_producer_merge_standing", "producer_merge", ["merged_id"], unique=True,
        sqlite_where=sa.text("undone_at IS NULL"), postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "producer_distinction",
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_producer_distinction_lower_id_first")),
        sa.ForeignKeyConstraint(
            ["low_id"], ["producer.id"], name=op.f("fk_producer_distinction_low_id_producer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["high_id"], ["producer.id"], name=op.f("fk_producer_distinction_high_id_producer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_producer_distinction_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_producer_distinction")),
    )
    op.create_index(op.f("ix_producer_distinction_high_id"), "producer_distinction", ["high_id"])


def downgrade() -> None:
    op.drop_table("producer_distinction")
    op.drop_table("producer_merge")
