"""Answers that makers wrote to one buyer and nobody of the office has read leave the products' pages until then."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023_answers_read"
down_revision: str | None = "0022_stopped_letters"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    fact = sa.table("product_fact", sa.column("is_public", sa.Boolean()), sa.column("answered_by_id", sa.Integer()))
    op.execute(fact.update().where(fact.c.answered_by_id.is_(None)).values(is_public=sa.false()))


def downgrade() -> None:
    """Which of them had been shown nobody knows any more; they stay as they are."""
