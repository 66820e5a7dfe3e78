"""The thread that an inquiry opens with each maker: its state, what happened, answers per line, words, links.

What happened is told by codes alone in rows that are only ever added. Words of people stand in tables of their own, so
that they can be erased while the clock, the counts and the record stay.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import CODE_LENGTH, Account, new_code
from griya.catalog.models import Product
from griya.catalog.models.facts import ProductFact  # noqa: F401  known once answers are, which it is kept from
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE
from griya.inquiry.models import Inquiry, InquiryLine
from griya.registry.models import Producer


class ThreadState(StrEnum):
    """Where a thread stands, in the desk's words; what the buyer reads stands beside it in `rules.wording`."""

    RECEIVED = "diterima"
    HELD = "karantina"
    FORWARDED = "diteruskan"
    SEEN = "dilihat"
    ANSWERED = "dijawab"
    ASKED_BACK = "tanya_balik"
    ESCALATED = "eskalasi"
    CLOSED = "selesai"
    SPAM = "spam"


class Addressee(StrEnum):
    """Who has to answer: a maker, or the showroom itself where no product of a maker was named."""

    MAKER = "pembuat"
    OFFICE = "kantor"


class Side(StrEnum):
    """Who acts in a thread."""

    BUYER = "pembeli"
    MAKER = "pembuat"
    OFFICER = "petugas"
    SYSTEM = "sistem"


class Outcome(StrEnum):
    """How a thread ended."""

    DEAL = "berhasil"
    NO_DEAL = "tidak_jadi"
    CANNOT = "tak_bisa_dipenuhi"
    SILENCE = "tanpa_balasan"
    WITHDRAWN = "ditarik"
    MERGED = "digabung"


class ThreadEventKind(StrEnum):
    """What can happen to a thread. The clock is derived from these and nothing else."""

    OPENED = "dibuka"
    HELD = "ditahan"
    RELEASED = "dilepas"
    FORWARDED = "diteruskan"
    SEEN = "dilihat"
    ANSWERED = "dijawab"
    TIME_ASKED = "minta_waktu"
    ASKED_BACK = "tanya_balik"
    BUYER_REPLIED = "pembeli_membalas"
    REMINDED = "diingatkan"
    ESCALATED = "eskalasi"
    ASSIGNED = "ditugaskan"
    CLOSED = "selesai"
    REOPENED = "dibuka_lagi"
    SPAM = "spam"
    RESTRICTED = "dibatasi"
    RESUMED = "dilanjutkan"


class AnswerKind(StrEnum):
    """What a maker said of one line. Asking for time leaves the line waiting."""

    CAN = "bisa"
    ALTERNATIVE = "alternatif"
    CANNOT = "tidak_bisa"
    TIME = "perlu_waktu"


_SIDE = "IN ('pembeli', 'pembuat', 'petugas', 'sistem')"
_FOR_WHOM = "(acting_for IS NULL) = (proof = '')"


class InquiryThread(Base):
    """One maker's part of an inquiry, or the showroom's own. `maker_name` and `region_code` are as they were then."""

    __tablename__ = "inquiry_thread"
    __record_key__ = "code"
    __table_args__ = (
        CheckConstraint(
            "state IN ('diterima', 'karantina', 'diteruskan', 'dilihat', 'dijawab', 'tanya_balik', 'eskalasi', "
            "'selesai', 'spam')",
            name="state_is_known",
        ),
        CheckConstraint("addressee IN ('pembuat', 'kantor')", name="addressee_is_known"),
        CheckConstraint("addressee = 'pembuat' OR producer_id IS NULL", name="the_office_is_no_maker"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('berhasil', 'tidak_jadi', 'tak_bisa_dipenuhi', 'tanpa_balasan', 'ditarik', "
            "'digabung')",
            name="outcome_is_known",
        ),
        CheckConstraint(
            "(state = 'selesai') = (closed_at IS NOT NULL AND outcome IS NOT NULL)", name="closed_says_how_it_ended"
        ),
        CheckConstraint("outcome_value_idr IS NULL OR outcome_value_idr > 0", name="value_is_positive"),
        UniqueConstraint("inquiry_id", "number"),
        Index(None, "state", "opened_at"),
        Index(None, "region_code", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"))
    number: Mapped[int]
    addressee: Mapped[str] = mapped_column(String(8))
    # Emptied only when sample data is removed, like that of a line.
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producer.id"), index=True)
    maker_name: Mapped[str] = mapped_column(String(120))
    # The Kemendagri code of the maker's kab/kota, by which an officer is found. No key: the tree may be loaded anew.
    region_code: Mapped[str | None] = mapped_column(String(13))
    state: Mapped[str] = mapped_column(String(12), default=ThreadState.RECEIVED, info=STATE)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    outcome: Mapped[str | None] = mapped_column(String(18), info=STATE)
    outcome_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    outcome_value_idr: Mapped[int | None] = mapped_column(BigInteger)
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    inquiry: Mapped[Inquiry] = relationship(lazy="raise_on_sql")
    producer: Mapped[Producer | None] = relationship(lazy="raise_on_sql")
    assignee: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    lines: Mapped[list[InquiryLine]] = relationship(order_by=InquiryLine.position, lazy="raise_on_sql", viewonly=True)

    __mapper_args__ = {"version_id_col": row_version}


class ThreadEvent(Base):
    """What happened to a thread, by codes; triggers refuse UPDATE and DELETE."""

    __tablename__ = "thread_event"
    __table_args__ = (CheckConstraint(f"side {_SIDE}", name="side_is_known"), Index(None, "thread_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("inquiry_thread.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(8))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(12), default="", server_default="")
    state_before: Mapped[str | None] = mapped_column(String(12))
    state_after: Mapped[str] = mapped_column(String(12))
    # Numbers and codes alone, such as how many lines were answered; never anybody's words.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")


class LineAnswer(Base):
    """One answer to one line; the newest counts. Rows are only ever added, their words may be erased."""

    __tablename__ = "line_answer"
    __table_args__ = (
        CheckConstraint("kind IN ('bisa', 'alternatif', 'tidak_bisa', 'perlu_waktu')", name="kind_is_known"),
        CheckConstraint("side IN ('pembuat', 'petugas')", name="side_is_known"),
        CheckConstraint(_FOR_WHOM, name="who_answers_for_a_maker_says_how_they_know"),
        CheckConstraint("price_idr IS NULL OR price_idr > 0", name="price_is_positive"),
        CheckConstraint("moq IS NULL OR moq > 0", name="moq_is_positive"),
        CheckConstraint("lead_days IS NULL OR lead_days >= 0", name="lead_time_not_negative"),
        CheckConstraint("(kind = 'perlu_waktu') = (promised_on IS NOT NULL)", name="time_asked_for_has_an_end"),
        UniqueConstraint("line_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("inquiry_line.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    price_idr: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(20), default="", server_default="")
    moq: Mapped[int | None]
    lead_days: Mapped[int | None]
    valid_until: Mapped[date | None]
    promised_on: Mapped[date | None]
    reason_code: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    alternative_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="SET NULL"), index=True)
    # What the maker said to each typed question of the line, by its code.
    facts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    side: Mapped[str] = mapped_column(String(8))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))
    proof: Mapped[str] = mapped_column(String(300), default="", server_default="")

    alternative: Mapped[Product | None] = relationship(lazy="raise_on_sql")


class ThreadMessage(Base):
    """Words that one side said to the other in a thread. Nothing internal ever stands here."""

    __tablename__ = "thread_message"
    __table_args__ = (
        CheckConstraint("side IN ('pembeli', 'pembuat', 'petugas')", name="side_is_known"),
        CheckConstraint(_FOR_WHOM, name="who_speaks_for_another_says_how_they_know"),
        # One rendered form is one message: sent again with the same key it is the same.
        UniqueConstraint("thread_id", "idempotency_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("inquiry_thread.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    side: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))
    proof: Mapped[str] = mapped_column(String(300), default="", server_default="")
    body: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str | None] = mapped_column(String(64))


class InquiryNote(Base):
    """What officers tell one another. Read by the desk's own pages alone: nothing that leaves ever joins this table."""

    __tablename__ = "inquiry_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry_thread.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    body: Mapped[str] = mapped_column(Text)

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class ThreadLink(Base):
    """A maker's way in without an account. The row keeps the digest of its token; it ends by itself, or is revoked."""

    __tablename__ = "thread_link"
    __table_args__ = (CheckConstraint("created_at < expires_at", name="lives_for_a_while"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("inquiry_thread.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)

    thread: Mapped[InquiryThread] = relationship(lazy="raise_on_sql")


class ThreadFollowUp(Base):
    """What a side said when it was asked, a week after the answer, what came of it. Both sides are kept as they are."""

    __tablename__ = "thread_follow_up"
    __table_args__ = (
        CheckConstraint("side IN ('pembeli', 'pembuat')", name="side_is_known"),
        CheckConstraint("result IS NULL OR result IN ('jadi', 'belum', 'tidak')", name="result_is_known"),
        CheckConstraint("(answered_at IS NULL) = (result IS NULL)", name="answered_says_what"),
        CheckConstraint("value_idr IS NULL OR value_idr > 0", name="value_is_positive"),
        UniqueConstraint("thread_id", "side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("inquiry_thread.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    result: Mapped[str | None] = mapped_column(String(8))
    value_idr: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")


class MergeSuggestion(Base):
    """Two inquiries that look like one. Only a person decides; nothing is merged by itself."""

    __tablename__ = "merge_suggestion"
    __table_args__ = (
        CheckConstraint("inquiry_id <> other_id", name="is_about_two"),
        CheckConstraint("decision IS NULL OR decision IN ('digabung', 'berbeda')", name="decision_is_known"),
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decided_says_what"),
        UniqueConstraint("inquiry_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"), index=True)
    evidence: Mapped[list[str]] = mapped_column(JSON)
    suggested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision: Mapped[str | None] = mapped_column(String(8))
