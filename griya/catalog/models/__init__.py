"""Shelves, products, revisions, photos, materials, techniques, and which credential covers which product."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from griya.core.db import Base, UtcDateTime
from griya.core.state import STATE
from griya.registry.models import Credential, Marketplace, Producer, Region


class ProductState(StrEnum):
    """Where a product stands. Only `PUBLISHED` with a live revision and a listed producer is public."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"


class Availability(StrEnum):
    """What the producer says of stock; whether one may ask is the showroom's own decision (`Product.is_inquirable`)."""

    READY = "siap"
    MADE_TO_ORDER = "dipesan"
    SEASONAL = "musiman"
    SOLD_OUT = "habis"


class PriceMode(StrEnum):
    """How a price is told. `ASK` means that no number is stored in the revision at all."""

    SHOWN = "tampil"
    FROM = "mulai"
    ASK = "tanya"


class HalalStatus(StrEnum):
    """The legal label of a product, which is not the same as "has a certificate"."""

    CERTIFIED = "bersertifikat"
    IN_PROCESS = "dalam_proses"
    NOT_YET = "belum"
    NOT_HALAL = "tidak_halal"
    NOT_REQUIRED = "tidak_wajib"


class PhotoRole(StrEnum):
    """What a photo is there for. A product has one `MAIN` photo at most."""

    MAIN = "utama"
    SCALE = "skala"
    DETAIL = "detail"
    PROCESS = "proses"
    MAKER = "pengrajin"
    PACKAGING = "kemasan"


class Category(Base):
    """A shelf or one of its parts; a tree kept by hand, apart from any curated selection."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("parent_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name_id: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    branch: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)

    parent: Mapped["Category | None"] = relationship(remote_side=[id], lazy="raise_on_sql")


class Material(Base):
    """A material picked from one controlled list."""

    __tablename__ = "material"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_id: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))


class Technique(Base):
    """A technique picked from one controlled list."""

    __tablename__ = "technique"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_id: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))


revision_material = Table(
    "revision_material",
    Base.metadata,
    Column("revision_id", Integer, ForeignKey("product_revision.id", ondelete="CASCADE"), primary_key=True),
    Column("material_id", Integer, ForeignKey("material.id"), primary_key=True, index=True),
)

revision_technique = Table(
    "revision_technique",
    Base.metadata,
    Column("revision_id", Integer, ForeignKey("product_revision.id", ondelete="CASCADE"), primary_key=True),
    Column("technique_id", Integer, ForeignKey("technique.id"), primary_key=True, index=True),
)

product_credential = Table(
    "product_credential",
    Base.metadata,
    Column("product_id", Integer, ForeignKey("product.id", ondelete="CASCADE"), primary_key=True),
    Column("credential_id", Integer, ForeignKey("credential.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Product(Base):
    """A product's lasting identity. What it says about itself is in its revisions; the live one is shown."""

    __tablename__ = "product"
    __record_key__ = "code"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'published', 'withdrawn', 'suspended', "
            "'archived')",
            name="state_is_known",
        ),
        CheckConstraint("state <> 'published' OR live_revision_id IS NOT NULL", name="published_has_a_live_revision"),
        CheckConstraint("availability IN ('siap', 'dipesan', 'musiman', 'habis')", name="availability_is_known"),
        Index(None, "state", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=ProductState.DRAFT, info=STATE)
    live_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_revision.id", use_alter=True, ondelete="SET NULL"), index=True, info=STATE
    )
    availability: Mapped[str] = mapped_column(String(10), default=Availability.READY)
    is_inquirable: Mapped[bool] = mapped_column(default=True)
    showroom_shelf: Mapped[str | None] = mapped_column(String(10))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    producer: Mapped[Producer] = relationship(lazy="raise_on_sql")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    live_revision: Mapped["ProductRevision | None"] = relationship(
        foreign_keys=[live_revision_id], post_update=True, lazy="raise_on_sql", info=STATE
    )
    credentials: Mapped[list[Credential]] = relationship(secondary=product_credential, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class ProductSlug(Base):
    """A slug that once led to a product; it redirects for good."""

    __tablename__ = "product_slug"

    slug: Mapped[str] = mapped_column(String(160), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)


class ProductRevision(Base):
    """An immutable snapshot of everything reviewable about a product; inquiry lines point here.

    A database trigger refuses any UPDATE. `made_in` is where it is made, `specialty_of` the region whose speciality it
    is: Sambas songket is woven in Pontianak.
    """

    __tablename__ = "product_revision"
    __table_args__ = (
        CheckConstraint("price_mode IN ('tampil', 'mulai', 'tanya')", name="price_mode_is_known"),
        CheckConstraint("(price_mode = 'tanya') = (price_idr IS NULL)", name="price_is_absent_exactly_when_asked_for"),
        CheckConstraint("price_idr IS NULL OR price_idr > 0", name="price_is_positive"),
        CheckConstraint(
            "halal_status IN ('bersertifikat', 'dalam_proses', 'belum', 'tidak_halal', 'tidak_wajib')",
            name="halal_status_is_known",
        ),
        CheckConstraint("moq IS NULL OR moq > 0", name="moq_is_positive"),
        CheckConstraint("capacity_per_month IS NULL OR capacity_per_month > 0", name="capacity_is_positive"),
        CheckConstraint("lead_time_days IS NULL OR lead_time_days >= 0", name="lead_time_not_negative"),
        UniqueConstraint("product_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    number: Mapped[int]
    name_id: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    summary_id: Mapped[str] = mapped_column(String(300), default="")
    summary_en: Mapped[str] = mapped_column(String(300), default="")
    description_id: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    price_mode: Mapped[str] = mapped_column(String(8))
    price_idr: Mapped[int | None] = mapped_column(BigInteger)
    price_as_of: Mapped[date | None]
    unit: Mapped[str] = mapped_column(String(20))
    net_weight_g: Mapped[int | None]
    net_volume_ml: Mapped[int | None]
    size_text: Mapped[str | None] = mapped_column(String(80))
    moq: Mapped[int | None]
    capacity_per_month: Mapped[int | None]
    lead_time_days: Mapped[int | None]
    shelf_life_days: Mapped[int | None]
    halal_status: Mapped[str] = mapped_column(String(15))
    halal_note: Mapped[str | None] = mapped_column(String(120))
    halal_note_en: Mapped[str | None] = mapped_column(String(120))
    hs_code: Mapped[str | None] = mapped_column(String(10))
    made_in_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    specialty_of_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    acting_for: Mapped[str | None] = mapped_column(String(120))

    product: Mapped[Product] = relationship(foreign_keys=[product_id], lazy="raise_on_sql")
    made_in: Mapped[Region | None] = relationship(foreign_keys=[made_in_id], lazy="raise_on_sql")
    specialty_of: Mapped[Region | None] = relationship(foreign_keys=[specialty_of_id], lazy="raise_on_sql")
    materials: Mapped[list[Material]] = relationship(secondary=revision_material, lazy="raise_on_sql")
    techniques: Mapped[list[Technique]] = relationship(secondary=revision_technique, lazy="raise_on_sql")


class ProductPhoto(Base):
    """A photo of a product: its file by digest, what it shows, and its words for those who cannot see it."""

    __tablename__ = "product_photo"
    __table_args__ = (
        CheckConstraint("role IN ('utama', 'skala', 'detail', 'proses', 'pengrajin', 'kemasan')", name="role_is_known"),
        CheckConstraint("focal_x BETWEEN 0 AND 1 AND focal_y BETWEEN 0 AND 1", name="focal_point_is_inside"),
        UniqueConstraint("product_id", "position"),
        Index(
            "uq_product_photo_one_main",
            "product_id",
            unique=True,
            sqlite_where=text("role = 'utama'"),
            postgresql_where=text("role = 'utama'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    extension: Mapped[str] = mapped_column(String(5))
    width: Mapped[int]
    height: Mapped[int]
    alt_id: Mapped[str] = mapped_column(String(250))
    alt_en: Mapped[str] = mapped_column(String(250), default="")
    credit: Mapped[str] = mapped_column(String(120), default="")
    rights: Mapped[str] = mapped_column(String(120), default="")
    focal_x: Mapped[Decimal] = mapped_column(Numeric(4, 3), default=Decimal("0.5"))
    focal_y: Mapped[Decimal] = mapped_column(Numeric(4, 3), default=Decimal("0.5"))
    # What stands in its place until it has arrived: one colour, and 4 by 3 of them, as hex digits.
    tint: Mapped[str] = mapped_column(String(6), default="", server_default="")
    blur: Mapped[str] = mapped_column(String(72), default="", server_default="")
    # Every rendition in one text, "extension width height digest" with a semicolon between. Triggers alone write it.
    files: Mapped[str] = mapped_column(Text, default="", server_default="")


class PhotoRendition(Base):
    """One file of a photo: a format in one width. `ProductPhoto.digest` names its largest JPEG, which is here too."""

    __tablename__ = "photo_rendition"
    __table_args__ = (
        CheckConstraint("extension IN ('avif', 'webp', 'jpg')", name="extension_is_known"),
        CheckConstraint("width > 0 AND height > 0", name="size_is_positive"),
        CheckConstraint("size_bytes > 0", name="file_is_not_empty"),
    )

    photo_id: Mapped[int] = mapped_column(ForeignKey("product_photo.id", ondelete="CASCADE"), primary_key=True)
    extension: Mapped[str] = mapped_column(String(5), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    height: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]


class MarketplaceLink(Base):
    """A link to a producer's shop, or to one product, on a marketplace; checked against the allow-list when saved."""

    __tablename__ = "marketplace_link"
    __table_args__ = (UniqueConstraint("producer_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    marketplace_id: Mapped[int] = mapped_column(ForeignKey("marketplace.id"))
    url: Mapped[str] = mapped_column(String(500))

    marketplace: Mapped[Marketplace] = relationship(lazy="raise_on_sql")


class CatalogChange(Base):
    """That something changed which a list of products shows; written by database triggers alone, numbered for good.

    Numbers become visible in their own order. A number that was rolled back may come again on SQLite; `stamp`, drawn
    at random, then tells that it is another change. `product_id` is `EVERY_PRODUCT` where the vocabulary changed, and
    points to nothing on purpose: a deleted product is a change too.
    """

    __tablename__ = "catalog_change"
    __table_args__ = {"sqlite_autoincrement": True}

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    product_id: Mapped[int]
    stamp: Mapped[int] = mapped_column(BigInteger)


EVERY_PRODUCT = 0
