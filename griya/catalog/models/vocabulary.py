"""What the controlled lists remember: terms that are no more, and words that somebody would like to have in them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import Account
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE


class VocabularyKind(StrEnum):
    """Which of the controlled lists a word belongs to."""

    MATERIAL = "material"
    TECHNIQUE = "technique"
    CATEGORY = "category"


class ProposalState(StrEnum):
    """What became of a proposed word: a term of its own, another name of a term, or neither."""

    OPEN = "open"
    ACCEPTED = "accepted"
    MAPPED = "mapped"
    DECLINED = "declined"


class ProposalSource(StrEnum):
    """Where a word was first met."""

    FORM = "form"
    IMPORT = "import"


class TermAlias(Base):
    """A slug that once was a term's own and leads to another now. No key: `kind` says in which table the term is."""

    __tablename__ = "term_alias"
    __table_args__ = (CheckConstraint("kind IN ('material', 'technique', 'category')", name="kind_is_known"),)

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    term_id: Mapped[int]


class TermProposal(Base):
    """A word that is no known term, once for each list, however often it is met. The one who keeps the lists decides.

    `folded` is the word without case, accents and blanks. `term_id` is the term that a word was made, or is another
    name of; no key, as with `TermAlias`.
    """

    __tablename__ = "term_proposal"
    __record_key__ = "id"
    __table_args__ = (
        CheckConstraint("kind IN ('material', 'technique', 'category')", name="kind_is_known"),
        CheckConstraint("state IN ('open', 'accepted', 'mapped', 'declined')", name="state_is_known"),
        CheckConstraint("source IN ('form', 'import')", name="source_is_known"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_says_when"),
        CheckConstraint("(state IN ('accepted', 'mapped')) = (term_id IS NOT NULL)", name="taken_in_says_as_what"),
        UniqueConstraint("kind", "folded"),
        Index(None, "state", "proposed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    word: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(10))
    # The code of the import in which the word was first met.
    batch: Mapped[str | None] = mapped_column(String(20))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.OPEN, info=STATE)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    term_id: Mapped[int | None]

    proposed_by: Mapped[Account | None] = relationship(foreign_keys=[proposed_by_id], lazy="raise_on_sql")
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")


class TermAsk(Base):
    """That a product would have a proposed word, if it were a term."""

    __tablename__ = "term_ask"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("term_proposal.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, index=True)
