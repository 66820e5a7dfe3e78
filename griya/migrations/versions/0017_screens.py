"""Screens: places with their hours, groups, pairings, emergency messages, reports, daily counters."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017_screens"
down_revision: str | None = "0021_stewardship"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "screen_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("screen_code", sa.String(length=30), nullable=False),
        sa.Column("screen_name", sa.String(length=80), nullable=False),
        sa.Column("product_code", sa.String(length=24), nullable=False),
        sa.Column("product_name", sa.String(length=160), nullable=False),
        sa.Column("producer_code", sa.String(length=20), nullable=False),
        sa.Column("producer_name", sa.String(length=160), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("times > 0 AND ms >= 0", name=op.f("ck_screen_day_counts_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_day")),
        sa.UniqueConstraint(
            "on_day", "screen_code", "product_code", name=op.f("uq_screen_day_on_day_screen_code_product_code")
        ),
    )
    op.create_index(op.f("ix_screen_day_producer_code"), "screen_day", ["producer_code"], unique=False)
    op.create_index(op.f("ix_screen_day_product_code"), "screen_day", ["product_code"], unique=False)
    op.create_table(
        "showroom_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("night", sa.String(length=8), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("night IN ('hitam', 'jam')", name=op.f("ck_showroom_place_night_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showroom_place")),
        sa.UniqueConstraint("code", name=op.f("uq_showroom_place_code")),
    )
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 127", name=op.f("ck_opening_hours_has_a_day")),
        sa.CheckConstraint(
            "opens BETWEEN 0 AND 1439 AND closes BETWEEN 0 AND 1439", name=op.f("ck_opening_hours_is_within_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["showroom_place.id"],
            name=op.f("fk_opening_hours_place_id_showroom_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index(op.f("ix_opening_hours_place_id"), "opening_hours", ["place_id"], unique=False)
    op.create_table(
        "screen_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("is_still", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_screen_group_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_group")),
        sa.UniqueConstraint("code", name=op.f("uq_screen_group_code")),
    )
    op.create_index(op.f("ix_screen_group_slot_id"), "screen_group", ["slot_id"], unique=False)
    op.create_table(
        "special_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.CheckConstraint("(opens IS NULL) = (closes IS NULL)", name=op.f("ck_special_days_has_both_hours_or_none")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_special_days_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["showroom_place.id"],
            name=op.f("fk_special_days_place_id_showroom_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
    )
    op.create_index(op.f("ix_special_days_place_id"), "special_days", ["place_id"], unique=False)
    op.create_table(
        "emergency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("message_en", sa.String(length=120), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_emergency_says_who_ended_it")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_emergency_lasts_for_a_while")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_emergency_created_by_id_account")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_emergency_ended_by_id_account")),
        sa.ForeignKeyConstraint(["group_id"], ["screen_group.id"], name=op.f("fk_emergency_group_id_screen_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency")),
    )
    op.create_index(op.f("ix_emergency_group_id"), "emergency", ["group_id"], unique=False)
    op.create_table(
        "screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("diagonal_tenths", sa.Integer(), nullable=False),
        sa.Column("distance_cm", sa.Integer(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("ratio_percent", sa.Integer(), server_default="100", nullable=False),
        sa.Column("rotation", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_quiet", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), server_default="60", nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("paired_at", MOMENT, nullable=True),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('layar', 'kios')", name=op.f("ck_screen_kind_is_known")),
        sa.CheckConstraint("diagonal_tenths BETWEEN 70 AND 1500", name=op.f("ck_screen_diagonal_is_possible")),
        sa.CheckConstraint("distance_cm BETWEEN 30 AND 2000", name=op.f("ck_screen_distance_is_possible")),
        sa.CheckConstraint("idle_seconds BETWEEN 30 AND 300", name=op.f("ck_screen_idle_is_possible")),
        sa.CheckConstraint("rotation IN (0, 90, 180, 270)", name=op.f("ck_screen_rotation_is_a_quarter")),
        sa.ForeignKeyConstraint(["group_id"], ["screen_group.id"], name=op.f("fk_screen_group_id_screen_group")),
        sa.ForeignKeyConstraint(["place_id"], ["showroom_place.id"], name=op.f("fk_screen_place_id_showroom_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
        sa.UniqueConstraint("code", name=op.f("uq_screen_code")),
    )
    op.create_index(op.f("ix_screen_group_id"), "screen", ["group_id"], unique=False)
    op.create_index(op.f("ix_screen_place_id"), "screen", ["place_id"], unique=False)
    op.create_table(
        "pairing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("ratio_percent", sa.Integer(), nullable=True),
        sa.Column("screen_id", sa.Integer(), nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_pairing_lives_for_a_while")),
        sa.ForeignKeyConstraint(
            ["screen_id"], ["screen.id"], name=op.f("fk_pairing_screen_id_screen"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
        sa.UniqueConstraint("code", name=op.f("uq_pairing_code")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_pairing_secret_digest")),
    )
    op.create_index(op.f("ix_pairing_screen_id"), "pairing", ["screen_id"], unique=False)
    op.create_table(
        "screen_report",
        sa.Column("screen_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("boot", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=12), nullable=False),
        sa.Column("slide", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("behind_since", MOMENT, nullable=True),
        sa.Column("error", sa.String(length=20), nullable=False),
        sa.Column("past", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["screen_id"], ["screen.id"], name=op.f("fk_screen_report_screen_id_screen"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("screen_id", name=op.f("pk_screen_report")),
    )


def downgrade() -> None:
    op.drop_table("screen_report")
    op.drop_index(op.f("ix_pairing_screen_id"), table_name="pairing")
    op.drop_table("pairing")
    op.drop_index(op.f("ix_screen_place_id"), table_name="screen")
    op.drop_index(op.f("ix_screen_group_id"), table_name="screen")
    op.drop_table("screen")
    op.drop_index(op.f("ix_emergency_group_id"), table_name="emergency")
    op.drop_table("emergency")
    op.drop_index(op.f("ix_special_days_place_id"), table_name="special_days")
    op.drop_table("special_days")
    op.drop_index(op.f("ix_screen_group_slot_id"), table_name="screen_group")
    op.drop_table("screen_group")
    op.drop_index(op.f("ix_opening_hours_place_id"), table_name="opening_hours")
    op.drop_table("opening_hours")
    op.drop_table("showroom_place")
    op.drop_index(op.f("ix_screen_day_product_code"), table_name="screen_day")
    op.drop_index(op.f("ix_screen_day_producer_code"), table_name="screen_day")
    op.drop_table("screen_day")
