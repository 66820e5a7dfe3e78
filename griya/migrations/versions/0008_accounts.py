"""Second factors, links by mail, sessions that can be told apart, tries counted where every process sees them.

Everybody signs in again after this upgrade: a session now says on which device it is and when its owner was proven.
"""

import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SIGNS = "23456789bcdfghjkmnpqrstvwxz"
ROLE = "ck_account_role_is_known"
MOMENT = sa.DateTime(timezone=True)


def _sessions(*more: sa.Column[Any]) -> None:
    """The table of sessions, empty, with these columns beside those it always had."""
    op.drop_table("account_session")
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        *more,
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_session_token_digest")),
        *([sa.UniqueConstraint("code", name=op.f("uq_account_session_code"))] if more else []),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column("account", sa.Column("code", sa.String(length=8), nullable=True))
    account = sa.table("account", sa.column("id", sa.Integer), sa.column("code", sa.String))
    for account_id in connection.scalars(sa.select(account.c.id)).all():
        code = "".join(secrets.choice(SIGNS) for _ in range(8))
        connection.execute(sa.update(account).where(account.c.id == account_id).values(code=code))
    with op.batch_alter_table("account") as batch:
        batch.alter_column("code", existing_type=sa.String(length=8), nullable=False)
        batch.alter_column("password_hash", existing_type=sa.String(length=255), nullable=True)
        batch.create_unique_constraint(batch.f("uq_account_code"), ["code"])
        batch.drop_constraint(batch.f(ROLE), type_="check")
        batch.create_check_constraint(batch.f(ROLE), "role IN ('curator', 'officer', 'administrator', 'producer')")
    _sessions(
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("awaits_code", sa.Boolean(), nullable=False),
        sa.Column("proven_at", MOMENT, nullable=False),
    )
    op.create_table(
        "account_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=22), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_factor_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=255), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "position", name=op.f("uq_recovery_code_account_id_position")),
    )
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('invitation', 'reset', 'address')", name=op.f("ck_account_link_kind_is_known")),
        sa.CheckConstraint(
            "(kind = 'address') = (new_email IS NOT NULL)",
            name=op.f("ck_account_link_only_an_address_link_has_an_address"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_link_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_link_token_digest")),
    )
    op.create_index(op.f("ix_account_link_account_id"), "account_link", ["account_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("network", sa.String(length=45), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    for columns in (["kind", "at"], ["kind", "subject", "at"], ["kind", "network", "at"]):
        op.create_index(op.f(f"ix_attempt_{'_'.join(columns)}"), "attempt", columns, unique=False)


def downgrade() -> None:
    for table in ("attempt", "account_link", "recovery_code", "account_factor"):
        op.drop_table(table)
    _sessions()
    # Whoever was invited and has no password yet keeps an account that no password opens.
    op.execute("UPDATE account SET password_hash = '-' WHERE password_hash IS NULL")
    op.execute("UPDATE account SET role = 'curator' WHERE role = 'producer'")
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(batch.f(ROLE), type_="check")
        batch.create_check_constraint(batch.f(ROLE), "role IN ('curator', 'officer', 'administrator')")
        batch.drop_constraint(batch.f("uq_account_code"), type_="unique")
        batch.alter_column("password_hash", existing_type=sa.String(length=255), nullable=False)
        batch.drop_column("code")
