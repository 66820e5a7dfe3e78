"""Names that materials and techniques once had: their old addresses lead on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016_terms"
down_revision: str | None = "0015_search_log"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "term_alias",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('material', 'technique')", name=op.f("ck_term_alias_kind_is_known")),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_term_alias")),
    )


def downgrade() -> None:
    op.drop_table("term_alias")
