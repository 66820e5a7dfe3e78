"""Slots, selections, versions with half-open windows, items and exclusions, and links to a preview.

A version's window lives on the version, never on the product; whether it is scheduled, live or over is derived from the
clock. Two approved versions of one slot cannot overlap: an exclusion constraint on PostgreSQL, triggers on SQLite.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE


class Slot(Base):
    """A place that shows a selection: the home page, the screens, the kiosk, a kabupaten, an event.

    Empty hours fall back to another slot. A permanent slot takes windows of any length.
    """

    __tablename__ = "slot"
    __record_key__ = "code"
    __table_args__ = (Index("uq_slot_region_code", "region_code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    fallback_slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    # The Kemendagri code of the kab/kota that the slot is for. No key: the tree of regions may be loaded anew.
    region_code: Mapped[str | None] = mapped_column(String(13))
    is_permanent: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)


class Selection(Base):
    """A curated theme with its own page."""

    __tablename__ = "selection"
    __record_key__ = "slug"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title_id: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    intro_id: Mapped[str] = mapped_column(Text, default="")
    intro_en: Mapped[str] = mapped_column(Text, default="")
    is_sample: Mapped[bool] = mapped_column(default=False)


class SelectionVersion(Base):
    """What a selection shows in one slot during [starts_at, ends_at). Approved once, then only cancelled.

    `row_version` counts the saves of a draft: who saves over another's work is shown both.
    """

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
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=STATE)
    # Says why no account stands behind an approval: sample data, a start-up fallback.
    approved_note: Mapped[str | None] = mapped_column(String(120), info=STATE)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    # What the window's times were typed in, as minutes ahead of UTC.
    offset_minutes: Mapped[int] = mapped_column(Integer, default=420, server_default="420")
    # The version that this one was copied from. No key: it says where the words came from, nothing hangs on it.
    based_on_id: Mapped[int | None] = mapped_column(Integer)
    # Why more makers than the cap allows were shown within the last twelve months already.
    repeat_reason: Mapped[str | None] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    selection: Mapped[Selection] = relationship(lazy="raise_on_sql")
    slot: Mapped[Slot] = relationship(lazy="raise_on_sql")
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql", info=STATE)
    items: Mapped[list["SelectionItem"]] = relationship(
        order_by="SelectionItem.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    exclusions: Mapped[list["SelectionExclusion"]] = relationship(
        order_by="SelectionExclusion.id", cascade="all, delete-orphan", lazy="raise_on_sql"
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
    # A pinned item keeps its place while others are moved.
    is_pinned: Mapped[bool] = mapped_column(default=False, server_default=false())

    product: Mapped[Product] = relationship(lazy="raise_on_sql")


class SelectionExclusion(Base):
    """A product that no rule proposes for this version any more, and why."""

    __tablename__ = "selection_exclusion"
    __table_args__ = (UniqueConstraint("version_id", "product_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("selection_version.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(300))


class PreviewLink(Base):
    """A link that shows the showroom as it will be at `at`, with a draft as if it were approved where one is named.

    The link's token is `key` with a signature; the key alone opens nothing.
    """

    __tablename__ = "preview_link"
    __table_args__ = (CheckConstraint("created_at < expires_at", name="lives_for_a_while"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(22), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("selection_version.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
