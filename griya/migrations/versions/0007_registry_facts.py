"""KBLI with its edition, the value of a TKDN certificate, and the group of goods of an OVOP award."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007_registry_facts"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Written out instead of in batch mode: a rebuilt table would lose the triggers that tell the catalogue of changes.
COLUMNS = {
    "ovop_group": "VARCHAR(40) CONSTRAINT ck_credential_only_ovop_has_a_group "
    "CHECK (ovop_group IS NULL OR kind = 'ovop')",
    "tkdn_percent": "NUMERIC(5, 2) CONSTRAINT ck_credential_tkdn_is_a_percentage "
    "CHECK (tkdn_percent IS NULL OR (kind = 'tkdn' AND tkdn_percent BETWEEN 0 AND 100))",
}


def upgrade() -> None:
    op.create_table(
        "producer_kbli",
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=4), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.CheckConstraint("version IN ('2020', '2025')", name=op.f("ck_producer_kbli_version_is_known")),
        sa.CheckConstraint("length(code) = 5", name=op.f("ck_producer_kbli_code_has_5_digits")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("fk_producer_kbli_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("producer_id", "version", "code", name=op.f("pk_producer_kbli")),
    )
    for name, definition in COLUMNS.items():
        op.execute(f"ALTER TABLE credential ADD COLUMN {name} {definition}")


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("credential", name)
    op.drop_table("producer_kbli")
