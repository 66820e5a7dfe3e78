"""Copies of documents that the office keeps of a credential, and whose turn it is to follow it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import Account, new_code
from griya.core.db import Base, UtcDateTime
from griya.core.private.references import REFERENCE
from griya.registry.models import Credential


class CredentialTurn(Base):
    """A credential that somebody has in hand; at most one person, however many press the button."""

    __tablename__ = "credential_turn"

    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class CredentialDocument(Base):
    """A copy of a credential's document. The bytes are a private file; no row of it ever leaves the desk.

    Removing one deletes the row, and with it the bytes within the hour; the record of changes keeps that it was there.
    """

    __tablename__ = "credential_document"
    __table_args__ = (
        CheckConstraint("extension IN ('pdf', 'jpg')", name="extension_is_known"),
        CheckConstraint("size_bytes > 0", name="is_not_empty"),
        UniqueConstraint("credential_id", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True, default=new_code)
    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64), info=REFERENCE)
    extension: Mapped[str] = mapped_column(String(4))
    size_bytes: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    credential: Mapped[Credential] = relationship(lazy="raise_on_sql")
