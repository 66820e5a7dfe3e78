"""Regions, dated sources and statements, marketplaces, producers, contacts and credentials."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.accounts.models import Account, new_code
from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE


class Standing(StrEnum):
    """Where a producer stands with the showroom. Only `LISTED` is public; it changes by command, never by a form."""

    LISTED = "listed"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class CredentialState(StrEnum):
    """How far a claim was followed. Only `CHECKED` earns a badge; "expired" is derived from dates, never stored."""

    CLAIMED = "claimed"
    SEEN = "seen"
    CHECKED = "checked"
    REVOKED = "revoked"
    NOT_FOUND = "not_found"
    NOT_APPLICABLE = "not_applicable"


class ContactChannel(StrEnum):
    """How a producer is reached."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    EMAIL = "email"


class ReferenceSource(Base):
    """A dated source of reference data: a decree, a letter, a press statement."""

    __tablename__ = "reference_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="", server_default="")
    issued_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")


class Region(Base):
    """A node of the administrative tree by its Kemendagri code: province, kab/kota, kecamatan, kelurahan or desa."""

    __tablename__ = "region"
    __table_args__ = (
        CheckConstraint(
            "level IN ('province', 'regency', 'city', 'district', 'urban_village', 'village')", name="level_is_known"
        ),
        CheckConstraint("(level = 'province') = (parent_id IS NULL)", name="only_the_province_has_no_parent"),
        Index(None, "level", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(13), unique=True)
    bps_code: Mapped[str | None] = mapped_column(String(10), unique=True)
    level: Mapped[str] = mapped_column(String(15))
    name: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str | None] = mapped_column(String(80), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    label_lat: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    label_lng: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    area_km2: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    population: Mapped[int | None]
    source_id: Mapped[int] = mapped_column(ForeignKey("reference_source.id"))

    parent: Mapped["Region | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    source: Mapped[ReferenceSource] = relationship(lazy="raise_on_sql")


class Statement(Base):
    """Figures somebody stated on a date. They are shown with that date and never mixed with live counts."""

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    as_of: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="")
    source_id: Mapped[int] = mapped_column(ForeignKey("reference_source.id"))

    source: Mapped[ReferenceSource] = relationship(lazy="raise_on_sql")
    figures: Mapped[list["StatementFigure"]] = relationship(
        order_by="StatementFigure.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class StatementFigure(Base):
    """One number of a statement."""

    __tablename__ = "statement_figure"
    __table_args__ = (UniqueConstraint("statement_id", "key"), UniqueConstraint("statement_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    value: Mapped[int]


class Marketplace(Base):
    """A marketplace where makers sell, with the hosts a link may point to and the dates between which it sold goods."""

    __tablename__ = "marketplace"
    __table_args__ = (
        CheckConstraint(
            "goods_until IS NULL OR goods_from IS NULL OR goods_from < goods_until", name="goods_dates_are_in_order"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    hosts: Mapped[list[str]] = mapped_column(JSON)
    goods_from: Mapped[date | None]
    # The last day on which goods could be ordered; a closed marketplace's links stay on record and are not shown.
    goods_until: Mapped[date | None]
    checked_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")


class Producer(Base):
    """An IKM. `legal_form`, workers and investment are confidential industry data and leave through no public page."""

    __tablename__ = "producer"
    __record_key__ = "code"
    __table_args__ = (
        CheckConstraint("standing IN ('listed', 'suspended', 'closed')", name="standing_is_known"),
        CheckConstraint("nib IS NULL OR length(nib) = 13", name="nib_has_13_digits"),
        CheckConstraint("workers IS NULL OR workers >= 0", name="workers_not_negative"),
        CheckConstraint("investment_idr IS NULL OR investment_idr >= 0", name="investment_not_negative"),
        CheckConstraint("region_id IS NOT NULL OR outside_region IS NOT NULL", name="has_a_place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    legal_form: Mapped[str | None] = mapped_column(String(30))
    nib: Mapped[str | None] = mapped_column(String(13), unique=True)
    # The kab/kota the public sees, and the finer place where it is known. `outside_region` is for a maker who was
    # taken in from outside West Kalimantan by an explicit choice.
    regency_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    outside_region: Mapped[str | None] = mapped_column(String(120))
    address: Mapped[str | None] = mapped_column(String(300))
    story_id: Mapped[str] = mapped_column(Text, default="")
    story_en: Mapped[str] = mapped_column(Text, default="")
    founded_year: Mapped[int | None]
    women_owned: Mapped[bool | None]
    workers: Mapped[int | None]
    investment_idr: Mapped[int | None] = mapped_column(BigInteger)
    standing: Mapped[str] = mapped_column(String(12), default=Standing.LISTED, info=STATE)
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    regency: Mapped[Region | None] = relationship(foreign_keys=[regency_id], lazy="raise_on_sql")
    region: Mapped[Region | None] = relationship(foreign_keys=[region_id], lazy="raise_on_sql")
    contacts: Mapped[list["ProducerContact"]] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class ProducerSlug(Base):
    """A slug that once led to a producer; it redirects for good."""

    __tablename__ = "producer_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), index=True)


class ProducerKbli(Base):
    """What a producer does by KBLI. A code is only one with its edition, because digits moved between editions."""

    __tablename__ = "producer_kbli"
    __table_args__ = (
        CheckConstraint("version IN ('2020', '2025')", name="version_is_known"),
        CheckConstraint("length(code) = 5", name="code_has_5_digits"),
    )

    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(String(4), primary_key=True)
    code: Mapped[str] = mapped_column(String(5), primary_key=True)


class ProducerContact(Base):
    """One channel to a producer. Public only where the producer agreed to publish it."""

    __tablename__ = "producer_contact"
    __table_args__ = (
        CheckConstraint("channel IN ('phone', 'whatsapp', 'email')", name="channel_is_known"),
        UniqueConstraint("producer_id", "channel", "value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(254))
    is_public: Mapped[bool] = mapped_column(default=False)
    verified_on: Mapped[date | None]


class Credential(Base):
    """A claim to a certificate or licence of one producer, and how far it was followed."""

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint(
            "state IN ('claimed', 'seen', 'checked', 'revoked', 'not_found', 'not_applicable')", name="state_is_known"
        ),
        CheckConstraint(
            "state <> 'checked' OR (checked_on IS NOT NULL AND check_method IS NOT NULL)",
            name="checked_says_when_and_how",
        ),
        CheckConstraint(
            "check_method IS NULL OR check_method IN ('situs', 'qr', 'berkas', 'surat', 'kunjungan')",
            name="method_is_known",
        ),
        CheckConstraint(
            "(kind = 'ovop') = (ovop_stars IS NOT NULL AND ovop_scale IS NOT NULL AND ovop_year IS NOT NULL)",
            name="ovop_has_stars_scale_and_year",
        ),
        CheckConstraint(
            "ovop_stars IS NULL OR (ovop_scale IN (3, 5) AND ovop_stars BETWEEN 1 AND ovop_scale)",
            name="ovop_stars_fit_their_scale",
        ),
        CheckConstraint("kind = 'ovop' OR number IS NOT NULL OR state = 'claimed'", name="followed_claim_has_a_number"),
        CheckConstraint("ovop_group IS NULL OR kind = 'ovop'", name="only_ovop_has_a_group"),
        CheckConstraint("nib_status IS NULL OR kind = 'nib'", name="only_nib_has_a_status"),
        CheckConstraint(
            "tkdn_percent IS NULL OR (kind = 'tkdn' AND tkdn_percent BETWEEN 0 AND 100)", name="tkdn_is_a_percentage"
        ),
        Index("uq_credential_code", "code", unique=True),
        Index("ix_credential_kind_number", "kind", "number"),
        Index(
            "uq_credential_checked_number",
            "kind",
            "number",
            unique=True,
            sqlite_where=text("state = 'checked' AND kind NOT IN ('ig', 'ovop', 'sni')"),
            postgresql_where=text("state = 'checked' AND kind NOT IN ('ig', 'ovop', 'sni')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), default=new_code)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str | None] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(15), default=CredentialState.CLAIMED, info=STATE)
    covers_all_products: Mapped[bool] = mapped_column(default=True)
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    seen_on: Mapped[date | None]
    # Where an officer saw the document, when the office keeps no copy of it.
    seen_where: Mapped[str | None] = mapped_column(String(200))
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    check_method: Mapped[str | None] = mapped_column(String(10))
    ovop_stars: Mapped[int | None]
    ovop_scale: Mapped[int | None]
    ovop_year: Mapped[int | None]
    ovop_group: Mapped[str | None] = mapped_column(String(40))
    tkdn_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    # The state that OSS told of a NIB on the day it was checked, 01 to 06.
    nib_status: Mapped[str | None] = mapped_column(String(2), info=STATE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    row_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    producer: Mapped[Producer] = relationship(lazy="raise_on_sql")
    checked_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}
