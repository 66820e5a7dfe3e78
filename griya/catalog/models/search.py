"""What the search keeps: words that mean the same, and the documents, words and marks of its derived index.

The full-text index itself, `search_index`, is no model: it is an FTS5 table on SQLite and a table with a `tsvector` on
PostgreSQL, and the migration makes both.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE

# The desk and the record call a word by what kind of row it is and its key there.
PAIR_MARK, STOP_MARK = "padanan-", "abaikan-"
# Compared byte by byte on every database, so that "begins with" is one range of an index.
_BYTES = String(40).with_variant(String(40, collation="C"), "postgresql")


class VariantKind(StrEnum):
    """Why two words mean the same: another spelling, a name used in West Kalimantan, or another language."""

    SPELLING = "spelling"
    LOCAL = "local"
    LANGUAGE = "language"


class DocumentKind(StrEnum):
    """What a search can find."""

    PRODUCT = "product"
    PRODUCER = "producer"
    PLACE = "place"
    SHELF = "shelf"


class SearchVariant(Base):
    """A word or a few that mean the same as another; curators edit these. Triggers tell the search of every change."""

    __tablename__ = "search_variant"
    __record_key__ = "record_key"
    __table_args__ = (
        CheckConstraint("kind IN ('spelling', 'local', 'language')", name="kind_is_known"),
        CheckConstraint("variant <> canonical", name="variant_is_another_word"),
        UniqueConstraint("variant", "canonical"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant: Mapped[str] = mapped_column(String(80))
    canonical: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    # Switched off: it stands in the curators' list and no search obeys it.
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)

    @property
    def record_key(self) -> str:
        """By what the desk and the record call a pair."""
        return f"{PAIR_MARK}{self.id}"


class SearchStopWord(Base):
    """A word that is not looked for unless a query has no other; curators edit these."""

    __tablename__ = "search_stop_word"
    __record_key__ = "record_key"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)

    @property
    def record_key(self) -> str:
        """By what the desk and the record call a word that is left out."""
        return f"{STOP_MARK}{self.word}"


class SearchDocument(Base):
    """What is public about one thing, as words. `id` puts products newest first; see `catalog.rules.documents`."""

    __tablename__ = "search_document"
    __table_args__ = (
        CheckConstraint("kind IN ('product', 'producer', 'place', 'shelf')", name="kind_is_known"),
        UniqueConstraint("kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[int]
    # What a suggestion shows and where it leads.
    label: Mapped[str] = mapped_column(String(160))
    label_en: Mapped[str] = mapped_column(String(160))
    detail: Mapped[str] = mapped_column(String(160))
    detail_en: Mapped[str] = mapped_column(String(160))
    slug: Mapped[str] = mapped_column(String(160))
    # Distinct words with a blank between them, in the order of the alphabet.
    name: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    name_roots: Mapped[str] = mapped_column(Text)
    text_roots: Mapped[str] = mapped_column(Text)


class SearchWord(Base):
    """A word of the vocabulary: in how many documents it stands, in how many as a root, and its weight as a guess."""

    __tablename__ = "search_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[str] = mapped_column(_BYTES, primary_key=True)
    skeleton: Mapped[str] = mapped_column(_BYTES, index=True)
    documents: Mapped[int]
    rooted: Mapped[int]
    # 0 where the word is never offered as a correction: it stands in village names alone, or is a root and no word.
    weight: Mapped[int]


class SearchDeletion(Base):
    """A word of the vocabulary with letters left out, so that near words are found by looking up equal ones."""

    __tablename__ = "search_deletion"
    __table_args__ = {"sqlite_with_rowid": False}

    deletion: Mapped[str] = mapped_column(_BYTES, primary_key=True)
    word: Mapped[str] = mapped_column(
        _BYTES, ForeignKey("search_word.word", ondelete="CASCADE"), primary_key=True, index=True
    )


class SearchStale(Base):
    """A mark that a document may no longer tell the truth, written by triggers; gone once it was made anew."""

    __tablename__ = "search_stale"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[int]


class SearchState(Base):
    """One row of marks by which a process knows whether what it remembers still holds.

    `content` and `variants` are drawn at random with every change: a number counted up could come again after a
    transaction was rolled back. `rules` is the version of the rules that made the documents.
    """

    __tablename__ = "search_state"
    __table_args__ = (CheckConstraint("id = 1", name="only_one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[int] = mapped_column(BigInteger)
    variants: Mapped[int] = mapped_column(BigInteger)
    rules: Mapped[int]


class SearchLog(Base):
    """How often something was looked for on one day, what was found last, how often a result was opened.

    It says of nobody that they did so.
    """

    __tablename__ = "search_log"
    __table_args__ = (CheckConstraint("asked > 0 AND found >= 0", name="was_asked"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(60), primary_key=True)
    asked: Mapped[int]
    found: Mapped[int]
    opened: Mapped[int] = mapped_column(default=0, server_default="0")
