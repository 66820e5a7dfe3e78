"""Slots, selections, versions with half-open windows, and items.

A version's window lives on the version, never on the product; whether it is scheduled, live or over is derived from the
clock. Two approved versions of one slot cannot overlap: an exclusion constraint on PostgreSQL, triggers on SQLite.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core.db import Base, UtcDateTime


class Slot(Base):
    """A place that shows a selection: the home page, the screens, the kiosk. Empty hours fall back to another slot."""

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    fallback_slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))


class Selection(Base):
    """A curated theme with its own page."""

    __tablename__ = "selection"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title_id: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    intro_id: Mapped[str] = mapped_column(Text, default="")
    intro_en: Mapped[str] = mapped_column(Text, default="")
    is_sample: Mapped[bool] = mapped_column(default=False)


class SelectionVersion(Base):
    """What a selection shows in one slot during [starts_at, ends_at). Approved once, then only cancelled."""

    __tablename__ = "selection_version"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="window_is_not_empty"),
        CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL AND approved_note IS NULL)", name="approval_says_by_whom"
        ),
        UniqueConstraint("selection_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    selection_id: Mapped[int] = mapped_column(ForeignKey("selection.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # Says why no account stands behind an approval: sample data, a start-up fallback.
    approved_note: Mapped[str | None] = mapped_column(String(120))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    selection: Mapped[Selection] = relationship(lazy="raise_on_sql")
    slot: Mapped[Slot] = relationship(lazy="raise_on_sql")
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql")
    items: Mapped[list["SelectionItem"]] = relationship(
        order_by="SelectionItem.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class SelectionItem(Base):
    """A product at a position of one version; shown only while the product is public."""

    __tablename__ = "selection_item"
    __table_args__ = (
        CheckConstraint("position > 0", name="position_is_positive"),
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "product_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("selection_version.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    reason_id: Mapped[str] = mapped_column(String(300))
    reason_en: Mapped[str] = mapped_column(String(300), default="")
    is_reserve: Mapped[bool] = mapped_column(default=False)

    product: Mapped[Product] = relationship(lazy="raise_on_sql")
