"""How the office works: who looks after which kab/kota, who stands in, working hours, holidays, replies, exports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import CODE_LENGTH, Account, new_code
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE


class Territory(Base):
    """Who answers for the threads of a kab/kota, or of one kind there. The province's own row is the head's."""

    __tablename__ = "territory"
    __table_args__ = (
        CheckConstraint("kind IN ('', 'eceran', 'grosir', 'ekspor')", name="kind_is_known"),
        UniqueConstraint("region_code", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(13))
    # Empty for every kind that has no row of its own.
    kind: Mapped[str] = mapped_column(String(8), default="", server_default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class Substitution(Base):
    """Who stands in for an officer from the first to the last day, both included."""

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("account_id <> substitute_id", name="is_somebody_else"),
        CheckConstraint("starts_on <= ends_on", name="days_are_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(120), default="", server_default="")

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="raise_on_sql")
    substitute: Mapped[Account] = relationship(foreign_keys=[substitute_id], lazy="raise_on_sql")


class WorkingHours(Base):
    """The hours of one weekday, 0 for Monday, in minutes after midnight WIB; neither on a day without work."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one_of_seven"),
        CheckConstraint("(opens_minute IS NULL) = (closes_minute IS NULL)", name="opens_and_closes"),
        CheckConstraint(
            "opens_minute IS NULL OR (opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440)",
            name="hours_are_in_order",
        ),
    )

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens_minute: Mapped[int | None]
    closes_minute: Mapped[int | None]


class Holiday(Base):
    """A day without work: everywhere, or in one kab/kota alone."""

    __tablename__ = "holiday"
    __table_args__ = (
        CheckConstraint("kind IN ('nasional', 'cuti_bersama', 'daerah')", name="kind_is_known"),
        CheckConstraint("(kind = 'daerah') = (region_code IS NOT NULL)", name="only_a_regional_one_has_a_region"),
        Index(
            "uq_holiday_day_everywhere",
            "day",
            unique=True,
            sqlite_where=text("region_code IS NULL"),
            postgresql_where=text("region_code IS NULL"),
        ),
        UniqueConstraint("day", "region_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    region_code: Mapped[str | None] = mapped_column(String(13))
    # Which decree or letter says so.
    source: Mapped[str] = mapped_column(String(160), default="", server_default="")


class SavedReply(Base):
    """Words that officers use again and again."""

    __tablename__ = "saved_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    title: Mapped[str] = mapped_column(String(80), unique=True)
    body_id: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class ExportLog(Base):
    """Who took which list out of the desk, what for, and how much of it."""

    __tablename__ = "export_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    list_name: Mapped[str] = mapped_column(String(30))
    file_format: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(String(300))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    has_contacts: Mapped[bool] = mapped_column(default=False)
    row_count: Mapped[int]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")
