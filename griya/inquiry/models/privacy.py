"""Duties of the law on personal data: how long each kind is kept, what was removed, and what people asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import CODE_LENGTH, new_code
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE
from griya.inquiry.models import Inquiry


class RetentionPolicy(Base):
    """How many days a kind of record is kept after what it counts from, and why so long."""

    __tablename__ = "retention_policy"
    __record_key__ = "kind"
    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 7300", name="days_are_a_term"),)

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    days: Mapped[int]
    basis: Mapped[str] = mapped_column(String(300), default="", server_default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class RetentionSweep(Base):
    """What one sweep removed, by kind."""

    __tablename__ = "retention_sweep"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)


class PrivacyRequest(Base):
    """What a person asked about their data, how, until when it is due, and what became of it."""

    __tablename__ = "privacy_request"
    __record_key__ = "code"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('akses', 'perbaikan', 'hapus', 'tarik', 'pembatasan', 'keberatan')", name="kind_is_known"
        ),
        CheckConstraint("channel IN ('tautan', 'petugas')", name="channel_is_known"),
        CheckConstraint("outcome IS NULL OR outcome IN ('dipenuhi', 'ditolak')", name="outcome_is_known"),
        CheckConstraint("(done_at IS NULL) = (outcome IS NULL)", name="done_says_how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    kind: Mapped[str] = mapped_column(String(12))
    # Without an inquiry it is about whoever has this telephone number or address, which are emptied once it is done.
    inquiry_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry.id", ondelete="SET NULL"), index=True)
    phone: Mapped[str | None] = mapped_column(String(16))
    email: Mapped[str | None] = mapped_column(String(254))
    channel: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    proof: Mapped[str] = mapped_column(String(300), default="", server_default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str | None] = mapped_column(String(10), info=STATE)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    inquiry: Mapped[Inquiry | None] = relationship(lazy="raise_on_sql")
