"""Rubrics, rounds, reviews with their score sheets, verdicts, conditions and appeals.

A rubric is one document: it is read, compared and frozen as a whole. What a review is at a moment follows from its
sheets and verdicts; no column says it. Triggers freeze an approved rubric, a handed-in sheet and every verdict.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import Account, new_code
from griya.catalog.models import Product
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE


class Result(StrEnum):
    """What a review can end in; `REVOKED` is what a withdrawn result becomes."""

    SELECTED = "terseleksi"
    CONDITIONAL = "bersyarat"
    COACHING = "pembinaan"
    NOT_PASSED = "tidak_lolos"
    REVOKED = "dicabut"


class VerdictKind(StrEnum):
    """Which deed a verdict follows from."""

    DECISION = "putusan"
    APPEAL = "banding"
    LIFTED = "syarat"
    REVOCATION = "pencabutan"


class Conflict(StrEnum):
    """What ties a curator to a maker; anything but `NONE` keeps them out of the review."""

    NONE = "tidak"
    FAMILY = "keluarga"
    OWNERSHIP = "kepemilikan"
    BUSINESS = "usaha"


class AppealChannel(StrEnum):
    """How an appeal came in."""

    OFFICER = "petugas"
    LINK = "tautan"


class AppealOutcome(StrEnum):
    """How an appeal ended."""

    GRANTED = "dikabulkan"
    REJECTED = "ditolak"


class CurationRubric(Base):
    """A version of the rubric: a draft until another person approves it, then in force from `valid_from` for good.

    It is in force until a later one is; so the spans are half-open and never overlap.
    """

    __tablename__ = "curation_rubric"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (valid_from IS NULL)", name="approved_says_from_when"),
        CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL AND approved_note IS NULL)", name="approval_says_by_whom"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("curation_rubric.id"), index=True)
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime, unique=True, info=STATE)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # Says why no account stands behind an approval: the first rubric comes with the program.
    approved_note: Mapped[str | None] = mapped_column(String(120))
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class CurationRound(Base):
    """A batch of reviews with one closing day."""

    __tablename__ = "curation_round"
    __table_args__ = (CheckConstraint("created_at < closes_at", name="closes_later"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True, default=new_code)
    name: Mapped[str] = mapped_column(String(80))
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CurationReview(Base):
    """A product that was put forward under one rubric. `closed_at` is its first verdict, or its withdrawal."""

    __tablename__ = "curation_review"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR closed_at IS NOT NULL", name="withdrawn_is_closed"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawal_says_why"),
        Index(
            "uq_curation_review_one_open",
            "product_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True, default=new_code)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("curation_rubric.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("curation_round.id"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    product: Mapped[Product] = relationship(lazy="raise_on_sql")
    rubric: Mapped[CurationRubric] = relationship(lazy="raise_on_sql")


class CurationSheet(Base):
    """A curator's declaration and, where nothing ties them to the maker, their scores. A seat is one of three."""

    __tablename__ = "curation_sheet"
    __table_args__ = (
        CheckConstraint("conflict IN ('tidak', 'keluarga', 'kepemilikan', 'usaha')", name="conflict_is_known"),
        CheckConstraint("seat IS NULL OR seat BETWEEN 1 AND 3", name="seat_is_one_of_three"),
        CheckConstraint("seat IS NULL OR (conflict = 'tidak' AND released_at IS NULL)", name="seat_is_impartial"),
        CheckConstraint(
            "submitted_at IS NULL OR (seat IS NOT NULL AND scores IS NOT NULL)", name="handed_in_from_a_seat"
        ),
        UniqueConstraint("review_id", "curator_id"),
        UniqueConstraint("review_id", "seat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("curation_review.id", ondelete="CASCADE"))
    curator_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    seat: Mapped[int | None] = mapped_column(info=STATE)
    conflict: Mapped[str] = mapped_column(String(12))
    conflict_note: Mapped[str] = mapped_column(String(300), default="")
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    scores: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    gates: Mapped[dict[str, dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    curator: Mapped[Account] = relationship(lazy="raise_on_sql")


class CurationVerdict(Base):
    """One decision about a review; the newest counts. Rows are only ever added."""

    __tablename__ = "curation_verdict"
    __table_args__ = (
        CheckConstraint("kind IN ('putusan', 'banding', 'syarat', 'pencabutan')", name="kind_is_known"),
        CheckConstraint(
            "result IN ('terseleksi', 'bersyarat', 'pembinaan', 'tidak_lolos', 'dicabut')", name="result_is_known"
        ),
        CheckConstraint(
            "(result = 'terseleksi') = (valid_from IS NOT NULL AND valid_until IS NOT NULL "
            "AND certificate_code IS NOT NULL)",
            name="selected_has_a_window_and_a_certificate",
        ),
        CheckConstraint("valid_from IS NULL OR valid_from < valid_until", name="window_is_not_empty"),
        UniqueConstraint("review_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("curation_review.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    result: Mapped[str] = mapped_column(String(12), info=STATE)
    # What the rubric's own arithmetic says, and the score in hundredths of a percent; only where sheets were counted.
    computed: Mapped[str | None] = mapped_column(String(12))
    score: Mapped[int | None]
    override_reason: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)
    improvement: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    appeal_until: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    certificate_code: Mapped[str | None] = mapped_column(String(12), unique=True)

    review: Mapped[CurationReview] = relationship(lazy="raise_on_sql")


class CurationCondition(Base):
    """What a maker has to do before a conditional result becomes a full one, and by which day."""

    __tablename__ = "curation_condition"
    __table_args__ = (
        CheckConstraint("(met_at IS NULL) = (met_note IS NULL)", name="met_says_how"),
        UniqueConstraint("verdict_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("curation_verdict.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date]
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    met_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    met_note: Mapped[str | None] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")


class CurationAppeal(Base):
    """A maker's objection to a verdict; at most one for each. `proof` says how an officer knows the maker wants it."""

    __tablename__ = "curation_appeal"
    __table_args__ = (
        CheckConstraint("channel IN ('petugas', 'tautan')", name="channel_is_known"),
        CheckConstraint("outcome IS NULL OR outcome IN ('dikabulkan', 'ditolak')", name="outcome_is_known"),
        CheckConstraint(
            "channel = 'tautan' OR (filed_by_id IS NOT NULL AND acting_for IS NOT NULL)", name="officer_says_for_whom"
        ),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_has_an_outcome"),
        CheckConstraint("(decided_at IS NULL) = (reason IS NULL)", name="decided_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("curation_review.id", ondelete="CASCADE"), index=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("curation_verdict.id", ondelete="CASCADE"), unique=True)
    channel: Mapped[str] = mapped_column(String(8))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))
    proof: Mapped[str] = mapped_column(String(300), default="")
    grounds: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str | None] = mapped_column(String(12), info=STATE)
    reason: Mapped[str | None] = mapped_column(Text)
