"""What the controlled lists of materials and techniques remember of terms that are no more."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from griya.core.db import Base


class TermAlias(Base):
    """A slug that once was a term's own and leads to another now. No key: `kind` says in which table the term is."""

    __tablename__ = "term_alias"
    __table_args__ = (CheckConstraint("kind IN ('material', 'technique')", name="kind_is_known"),)

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    term_id: Mapped[int]
