"""Choosing at the desk: more slots, drafts that count their saves, pins and exclusions, links to a preview."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0009_choosing"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Added in place, never by a rebuilt table: `selection_version` and `selection_item` carry triggers on SQLite.
def _columns() -> tuple[tuple[str, sa.Column[Any]], ...]:
    return (
        ("slot", sa.Column("region_code", sa.String(length=13), nullable=True)),
        ("slot", sa.Column("is_permanent", sa.Boolean(), server_default=sa.false(), nullable=False)),
        ("slot", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True)),
        ("selection_version", sa.Column("offset_minutes", sa.Integer(), server_default="420", nullable=False)),
        ("selection_version", sa.Column("based_on_id", sa.Integer(), nullable=True)),
        ("selection_version", sa.Column("repeat_reason", sa.String(length=300), nullable=True)),
        ("selection_version", sa.Column("row_version", sa.Integer(), server_default="1", nullable=False)),
        ("selection_item", sa.Column("is_pinned", sa.Boolean(), server_default=sa.false(), nullable=False)),
    )


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    op.create_index("uq_slot_region_code", "slot", ["region_code"], unique=True)
    op.create_table(
        "selection_exclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["selection_version.id"],
            name=op.f("fk_selection_exclusion_version_id_selection_version"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_selection_exclusion_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_exclusion")),
        sa.UniqueConstraint("version_id", "product_id", name=op.f("uq_selection_exclusion_version_id_product_id")),
    )
    op.create_index(op.f("ix_selection_exclusion_product_id"), "selection_exclusion", ["product_id"])
    op.create_table(
        "preview_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_preview_link_lives_for_a_while")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["selection_version.id"],
            name=op.f("fk_preview_link_version_id_selection_version"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_preview_link_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_link")),
        sa.UniqueConstraint("key", name=op.f("uq_preview_link_key")),
    )
    op.create_index(op.f("ix_preview_link_version_id"), "preview_link", ["version_id"])


def downgrade() -> None:
    op.drop_table("preview_link")
    op.drop_table("selection_exclusion")
    op.drop_index("uq_slot_region_code", "slot")
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
