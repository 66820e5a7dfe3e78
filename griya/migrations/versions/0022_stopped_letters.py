"""Letters that are called back before they left, because their buyer's data may not be used any more."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022_stopped_letters"
down_revision: str | None = "0017_screens"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # In place: on SQLite nothing is rebuilt, so no trigger is lost.
    op.add_column("outbox_message", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox_message", "stopped_at")
