"""Accounts, their second factor, server-side sessions, one-use links, counted tries, and the audit event."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE

# Without vowels and without what is mistaken for another sign: no code is a word.
CODE_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 8


def new_code() -> str:
    """What an account or a session is called in addresses: chosen at random, so that it tells nothing."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


class Role(StrEnum):
    """What a person may do. A producer's own pages come with the portal: until then nobody can be given that role."""

    CURATOR = "curator"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    PRODUCER = "producer"


class LinkKind(StrEnum):
    """What a link that was sent by mail is for."""

    INVITATION = "invitation"
    RESET = "reset"
    ADDRESS = "address"


class Account(Base):
    """Somebody who can sign in at the desk. One who was invited has no password before the link was used."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("role IN ('curator', 'officer', 'administrator', 'producer')", name="role_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20), info=STATE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)


class AccountFactor(Base):
    """An authenticator app that was confirmed. Its secret is derived from the instance's key and this seed."""

    __tablename__ = "account_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(22))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The half minute of the newest code that was accepted: no code of it or of an earlier one is taken again.
    last_step: Mapped[int]


class RecoveryCode(Base):
    """One of ten codes for the day the telephone is lost; each opens the door once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    position: Mapped[int]
    code_hash: Mapped[str] = mapped_column(String(255))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountSession(Base):
    """One signed-in browser. The cookie carries a token; the row keeps its digest, so that a copy dies with the row."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True, default=new_code)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(60))
    # The password was right and the code of the second factor is still to come: it opens that one page.
    awaits_code: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When this browser last proved who sits at it; sensitive actions ask again when that is long ago.
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class AccountLink(Base):
    """A link given to somebody. The row keeps the digest of its token; it works once, and not for long."""

    __tablename__ = "account_link"
    __table_args__ = (
        CheckConstraint("kind IN ('invitation', 'reset', 'address')", name="kind_is_known"),
        CheckConstraint("(kind = 'address') = (new_email IS NOT NULL)", name="only_an_address_link_has_an_address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    new_email: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempt(Base):
    """One try at something that may be tried only so often. `subject` is a digest: people type passwords there."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(None, "kind", "at"),
        Index(None, "kind", "subject", "at"),
        Index(None, "kind", "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(32))
    network: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Event(Base):
    """What happened: who, what, to which object, before and after. Database triggers refuse UPDATE and DELETE.

    But for one: see `erased_digest`.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "object_type", "object_key", "id"),
        Index(None, "actor_id", "id"),
        Index(None, "verb", "id"),
        Index(None, "object_type", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))
    verb: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_key: Mapped[str] = mapped_column(String(80))
    # Why, where the reasons are a list to choose from; `reason` is in a person's own words.
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    request_id: Mapped[str | None] = mapped_column(String(32))
    # When a person's data is erased from an event, reason, before and after go and the digest of the whole stays, so
    # that its seal goes on to fit. The trigger lets this one change through, once.
    erased_digest: Mapped[str | None] = mapped_column(String(64))


class EventSeal(Base):
    """A digest over a run of events and over the seal before it. As append-only as the events are."""

    __tablename__ = "event_seal"
    __table_args__ = (CheckConstraint("first_id <= last_id AND event_count > 0", name="covers_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(unique=True)
    event_count: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
