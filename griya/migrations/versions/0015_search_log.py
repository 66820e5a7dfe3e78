"""What was looked for on each day, and how much was found; of whom, nothing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015_search_log"
down_revision: str | None = "0014_record"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "search_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("query", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked > 0 AND found >= 0", name=op.f("ck_search_log_was_asked")),
        sa.PrimaryKeyConstraint("day", "query", name=op.f("pk_search_log")),
    )


def downgrade() -> None:
    op.drop_table("search_log")
