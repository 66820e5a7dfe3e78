"""Screens of the showroom: places with their hours, groups, pairings, emergency messages, reports, daily counters.

What a screen played is counted under the names of that day and hangs on nothing: it stays when the screen or the
product is gone.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE
from griya.selection.models import Slot


class Device(StrEnum):
    """What a screen is: one that is looked at, or one that is touched."""

    SCREEN = "layar"
    KIOSK = "kios"


class NightPicture(StrEnum):
    """What a screen shows while its place is closed: nothing, or dimly the name and when it opens."""

    BLACK = "hitam"
    HOURS = "jam"


class Place(Base):
    """A building or a room whose screens share opening hours. Without hours it is always open."""

    __tablename__ = "showroom_place"
    __record_key__ = "code"
    __table_args__ = (CheckConstraint("night IN ('hitam', 'jam')", name="night_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    night: Mapped[str] = mapped_column(String(8), default=NightPicture.BLACK)
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    hours: Mapped[list["OpeningHours"]] = relationship(
        order_by="OpeningHours.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    special_days: Mapped[list["SpecialDays"]] = relationship(
        order_by="SpecialDays.first_on, SpecialDays.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class OpeningHours(Base):
    """On some weekdays (bit 0 is Monday) a place is open from one minute of the day to another, WIB."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 127", name="has_a_day"),
        CheckConstraint("opens BETWEEN 0 AND 1439 AND closes BETWEEN 0 AND 1439", name="is_within_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("showroom_place.id", ondelete="CASCADE"), index=True)
    days: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class SpecialDays(Base):
    """Days on which a place is closed, or open at other hours than on every week's day; the last day is included."""

    __tablename__ = "special_days"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="ends_after_it_begins"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="has_both_hours_or_none"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("showroom_place.id", ondelete="CASCADE"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    opens: Mapped[int | None]
    closes: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(80))


class ScreenGroup(Base):
    """A named list that many screens follow: the slot whose selection they show. A still one shows no motion."""

    __tablename__ = "screen_group"
    __record_key__ = "code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    is_still: Mapped[bool] = mapped_column(default=False, server_default=false())
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    slot: Mapped[Slot] = relationship(lazy="raise_on_sql")


class Screen(Base):
    """A panel in the showroom. Its code is its address for good; who holds the secret reports for it.

    Diagonal and distance are as in `rules/profile.py`; `idle_seconds` is how long a kiosk waits for one who has gone.
    """

    __tablename__ = "screen"
    __record_key__ = "code"
    __table_args__ = (
        CheckConstraint("kind IN ('layar', 'kios')", name="kind_is_known"),
        CheckConstraint("rotation IN (0, 90, 180, 270)", name="rotation_is_a_quarter"),
        CheckConstraint("diagonal_tenths BETWEEN 70 AND 1500", name="diagonal_is_possible"),
        CheckConstraint("distance_cm BETWEEN 30 AND 2000", name="distance_is_possible"),
        CheckConstraint("idle_seconds BETWEEN 30 AND 300", name="idle_is_possible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8), default=Device.SCREEN)
    group_id: Mapped[int] = mapped_column(ForeignKey("screen_group.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("showroom_place.id"), index=True)
    diagonal_tenths: Mapped[int]
    distance_cm: Mapped[int]
    width_px: Mapped[int]
    height_px: Mapped[int]
    ratio_percent: Mapped[int] = mapped_column(default=100, server_default="100")
    rotation: Mapped[int] = mapped_column(default=0, server_default="0")
    is_quiet: Mapped[bool] = mapped_column(default=False, server_default=false())
    idle_seconds: Mapped[int] = mapped_column(default=60, server_default="60")
    secret_digest: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    group: Mapped[ScreenGroup] = relationship(lazy="raise_on_sql")
    place: Mapped[Place] = relationship(lazy="raise_on_sql")


class Pairing(Base):
    """A panel that waits to be told which screen it is: six characters to type, and the digest of its secret.

    The panel says how many pixels it has, as far as its browser knows.
    """

    __tablename__ = "pairing"
    __table_args__ = (CheckConstraint("created_at < expires_at", name="lives_for_a_while"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    ratio_percent: Mapped[int | None]
    # Set when somebody at the desk typed the code: it is used up then.
    screen_id: Mapped[int | None] = mapped_column(ForeignKey("screen.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)


class Emergency(Base):
    """A message over everything else, on all screens or on one group's, until a moment that is set from the start."""

    __tablename__ = "emergency"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="lasts_for_a_while"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="says_who_ended_it"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120))
    message_en: Mapped[str] = mapped_column(String(120), default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("screen_group.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=STATE)


class ScreenReport(Base):
    """The last thing a screen said.

    `moved_at` is when its count of slides last rose, `behind_since` from when it has another list than it should,
    `past` its earlier starts.
    """

    __tablename__ = "screen_report"

    screen_id: Mapped[int] = mapped_column(ForeignKey("screen.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    boot: Mapped[str] = mapped_column(String(8))
    seq: Mapped[int]
    revision: Mapped[str] = mapped_column(String(12))
    slide: Mapped[str] = mapped_column(String(60))
    count: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    behind_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(20), default="")
    past: Mapped[str] = mapped_column(String(80), default="")


class ScreenDay(Base):
    """How often and how long a screen showed a product on a day, WIB, under the names they had then."""

    __tablename__ = "screen_day"
    __table_args__ = (
        UniqueConstraint("on_day", "screen_code", "product_code"),
        CheckConstraint("times > 0 AND ms >= 0", name="counts_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    on_day: Mapped[date]
    screen_code: Mapped[str] = mapped_column(String(30))
    screen_name: Mapped[str] = mapped_column(String(80))
    product_code: Mapped[str] = mapped_column(String(24), index=True)
    product_name: Mapped[str] = mapped_column(String(160))
    producer_code: Mapped[str] = mapped_column(String(20), index=True)
    producer_name: Mapped[str] = mapped_column(String(160))
    times: Mapped[int]
    ms: Mapped[int] = mapped_column(BigInteger)
