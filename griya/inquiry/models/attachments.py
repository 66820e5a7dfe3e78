"""Files that a buyer sent along: their bytes are private files, opened at the desk and by the maker's own link."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import CODE_LENGTH, new_code
from griya.core.db import Base, UtcDateTime
from griya.core.private.references import REFERENCE
from griya.inquiry.models import Inquiry


class InquiryAttachment(Base):
    """One file of an inquiry, by the digest of its bytes. Removing the row removes the bytes within the hour."""

    __tablename__ = "inquiry_attachment"
    __table_args__ = (
        CheckConstraint("extension IN ('pdf', 'jpg')", name="extension_is_known"),
        CheckConstraint("size_bytes > 0", name="is_not_empty"),
        CheckConstraint("position BETWEEN 1 AND 3", name="is_one_of_three"),
        UniqueConstraint("inquiry_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"))
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), info=REFERENCE)
    extension: Mapped[str] = mapped_column(String(4))
    size_bytes: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inquiry: Mapped[Inquiry] = relationship(lazy="raise_on_sql")
