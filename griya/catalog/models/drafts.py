"""The draft that is prepared beside a product's live revision, and the views of the desk's lists that people keep."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import CODE_LENGTH, Account, new_code
from griya.catalog.models import Product
from griya.core.db import Base, UtcDateTime
from griya.core.private.references import REFERENCE
from griya.core.state import STATE


class DraftState(StrEnum):
    """Where a draft stands on its way. A product that never was public stands where its draft does."""

    WRITING = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"


class ProductDraft(Base):
    """What a product is to become, as people typed it: it may lack anything, and nobody but the desk sees it.

    `fields` holds texts by the keys of `rules.draft`, `photos` the photos as they are to be, None where they stay.
    The two versions count saves of each, so that who saves over another's work is shown both.
    """

    __tablename__ = "product_draft"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'submitted', 'in_review', 'changes_requested')", name="state_is_known"),
        CheckConstraint("(state = 'in_review') = (taken_by_id IS NOT NULL)", name="in_review_says_by_whom"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20), default=DraftState.WRITING, index=True, info=STATE)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    photos: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    row_version: Mapped[int] = mapped_column(Integer, default=0)
    photos_version: Mapped[int] = mapped_column(Integer, default=0)
    # Everybody who wrote a part of it: none of them approves it.
    writer_ids: Mapped[list[int]] = mapped_column(JSON)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("product_revision.id", ondelete="SET NULL"), index=True)
    # The name under which the private store keeps the signed paper or the screenshot, and what kind of file it is.
    consent_digest: Mapped[str | None] = mapped_column(String(64), info=REFERENCE)
    consent_extension: Mapped[str | None] = mapped_column(String(5))
    consent_file_name: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # What a reviewer asks to be mended: code, field and words of each.
    requests: Mapped[list[dict[str, str]]] = mapped_column(JSON)

    product: Mapped[Product] = relationship(lazy="raise_on_sql")
    saved_by: Mapped[Account | None] = relationship(foreign_keys=[saved_by_id], lazy="raise_on_sql")
    taken_by: Mapped[Account | None] = relationship(foreign_keys=[taken_by_id], lazy="raise_on_sql")


class ProductConsent(Base):
    """How a maker agreed to what an officer filled in: kept for each revision that was published on their behalf."""

    __tablename__ = "product_consent"
    __table_args__ = (
        CheckConstraint("kind IN ('kertas', 'whatsapp', 'telepon')", name="kind_is_known"),
        CheckConstraint("(digest IS NULL) = (extension IS NULL)", name="file_says_what_it_is"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("product_revision.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    agreed_on: Mapped[date]
    agreed_by: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300), default="")
    digest: Mapped[str | None] = mapped_column(String(64), info=REFERENCE)
    extension: Mapped[str | None] = mapped_column(String(5))
    file_name: Mapped[str | None] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    recorded_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class SavedView(Base):
    """The filters of one of the desk's lists under a name: for its owner, or shared with everybody at the desk."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner_id", "list_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    list_name: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(Text)
    is_shared: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    owner: Mapped[Account] = relationship(lazy="raise_on_sql")
