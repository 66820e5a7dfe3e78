"""What only the desk keeps of producers: which were merged and what that moved, and which pairs are two after all."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE


class ProducerMerge(Base):
    """One producer that became part of another. What it moved is on record, so that it can be taken back exactly."""

    __tablename__ = "producer_merge"
    __table_args__ = (
        CheckConstraint("survivor_id <> merged_id", name="two_producers"),
        # A producer is part of one other at most, however many people press the button.
        Index(
            "uq_producer_merge_standing",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), index=True)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300))
    # The facts of both as they stood, and those that the surviving one was given.
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The keys of every row that changed hands, by table.
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ProducerDistinction(Base):
    """A pair that looked alike and is two producers, as somebody found out; it is not asked again."""

    __tablename__ = "producer_distinction"
    __table_args__ = (CheckConstraint("low_id < high_id", name="lower_id_first"),)

    low_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), primary_key=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), primary_key=True, index=True)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300))
