"""The visitor's list before it is sent, the inquiry with its pinned lines, and the record of consent.

What follows from an inquiry stands in modules of its own: threads, the office's own tables, privacy, attachments.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.catalog.models import Product, ProductRevision
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE
from griya.registry.models import Producer


class InquiryKind(StrEnum):
    """How a buyer buys; it decides how long the form is."""

    RETAIL = "eceran"
    WHOLESALE = "grosir"
    EXPORT = "ekspor"


class InquirySource(StrEnum):
    """Where the inquiry was written."""

    WEB = "web"
    KIOSK = "kiosk"
    STAFF = "staf"


class InquiryList(Base):
    """A visitor's list before it is sent, kept by token for seven days and carried from kiosk to phone."""

    __tablename__ = "inquiry_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    lines: Mapped[list["InquiryListLine"]] = relationship(
        order_by="InquiryListLine.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class InquiryListLine(Base):
    """A product on a visitor's list, or in the visitor's own words what was not found."""

    __tablename__ = "inquiry_list_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_is_positive"),
        CheckConstraint("(product_id IS NULL) = (label <> '')", name="words_stand_where_no_product_does"),
        UniqueConstraint("list_id", "product_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("inquiry_list.id", ondelete="CASCADE"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(120), default="", server_default="")
    position: Mapped[int]
    quantity: Mapped[int]
    # Empty for the unit of the product itself.
    unit: Mapped[str] = mapped_column(String(20), default="", server_default="")
    # Codes of the typed questions that were ticked.
    questions: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    note: Mapped[str] = mapped_column(String(300), default="")

    product: Mapped[Product | None] = relationship(lazy="raise_on_sql")


class Inquiry(Base):
    """What a buyer asked. Stored, with everything that follows from it, before the buyer is told a reference.

    What it is at a moment follows from its threads; no column says it. `token_digest` is of the buyer's own link.
    """

    __tablename__ = "inquiry"
    __table_args__ = (
        CheckConstraint("kind IN ('eceran', 'grosir', 'ekspor')", name="kind_is_known"),
        CheckConstraint("source IN ('web', 'kiosk', 'staf')", name="source_is_known"),
        CheckConstraint(
            "phone IS NOT NULL OR email IS NOT NULL OR erased_at IS NOT NULL", name="can_be_answered_until_erased"
        ),
        CheckConstraint("language IN ('id', 'en')", name="language_is_known"),
        CheckConstraint("released_at IS NULL OR held_at IS NOT NULL", name="released_was_held"),
        CheckConstraint("(merged_at IS NULL) = (merged_into_id IS NULL)", name="merged_says_into_which"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # One rendered form is one intention: a second sending finds this key and answers with the same reference.
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(8), default=InquiryKind.RETAIL)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(16), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    # In which language the buyer is written to.
    language: Mapped[str] = mapped_column(String(2), default="id", server_default="id")
    organisation: Mapped[str] = mapped_column(String(120), default="", server_default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    need_by: Mapped[date | None]
    # What wholesale and export ask besides: a country by its ISO code, an Incoterm by its three letters.
    delivery_place: Mapped[str] = mapped_column(String(120), default="", server_default="")
    country: Mapped[str | None] = mapped_column(String(2))
    incoterm: Mapped[str | None] = mapped_column(String(3))
    monthly_volume: Mapped[str] = mapped_column(String(60), default="", server_default="")
    hs_code: Mapped[str | None] = mapped_column(String(10))
    certificates: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    # What the measure of abuse found, and by which reasons; digests to find the same words and the same network again.
    spam_score: Mapped[int] = mapped_column(default=0, server_default="0")
    spam_reasons: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    words_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    network_digest: Mapped[str | None] = mapped_column(String(64))
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    link_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    link_revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    restricted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry.id"), index=True, info=STATE)

    lines: Mapped[list["InquiryLine"]] = relationship(
        order_by="InquiryLine.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    consents: Mapped[list["Consent"]] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")


class InquiryLine(Base):
    """One product asked for, pinned to the revision the buyer saw, or in the buyer's words what was not found.

    `label` keeps its name whatever happens later.
    """

    __tablename__ = "inquiry_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_is_positive"),
        CheckConstraint("(product_id IS NULL) = (revision_id IS NULL)", name="product_comes_with_its_revision"),
        UniqueConstraint("inquiry_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry_thread.id"), index=True)
    position: Mapped[int]
    # Emptied only when sample data is removed; a real product is archived, never deleted.
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producer.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("product_revision.id"), index=True)
    label: Mapped[str] = mapped_column(String(260))
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    unit: Mapped[str] = mapped_column(String(20))
    # Codes of the typed questions that were ticked.
    questions: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    note: Mapped[str] = mapped_column(String(300), default="")

    producer: Mapped[Producer | None] = relationship(lazy="raise_on_sql")
    product: Mapped[Product | None] = relationship(lazy="raise_on_sql")
    revision: Mapped[ProductRevision | None] = relationship(lazy="raise_on_sql")


class Consent(Base):
    """Proof of consent (UU 27/2022 art. 24): to what, under which notice, when and where it was given."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("inquiry_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(30))
    notice_version: Mapped[str] = mapped_column(String(20))
    wording_digest: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(8))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)


# They stand on the models above, and belong to what is known once inquiries are.
from griya.inquiry.models import attachments, office, privacy, threads  # noqa: E402

__all__ = [
    "Consent",
    "Inquiry",
    "InquiryKind",
    "InquiryLine",
    "InquiryList",
    "InquiryListLine",
    "InquirySource",
    "attachments",
    "office",
    "privacy",
    "threads",
]
