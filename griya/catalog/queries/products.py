"""One product with everything its page tells, and what became of an address that no longer shows one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Integer, Row, String, bindparam, select

from griya.accounts.models import Event
from griya.catalog.models import (
    Category,
    Product,
    ProductRevision,
    ProductSlug,
    ProductState,
)
from griya.catalog.queries.cards import Price, ProductCard, list_cards_of_producer
from griya.catalog.queries.credentials import Badge, badges_of, read_badges
from griya.catalog.queries.distinctions import Distinction, list_distinctions_of
from griya.catalog.queries.facts import Fact, answers_of, read_answers
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.kept_cards import list_kept_cards
from griya.catalog.queries.links import ShopLink, read_shop_links, shop_links_of
from griya.catalog.queries.photos import Photo, photos_of, read_photos
from griya.catalog.queries.public import (
    MADE_IN,
    PLACE,
    REVISION_WORDS,
    SHELF,
    SPECIALTY,
    from_public_products,
    is_public,
)
from griya.catalog.queries.terms import TermName, read_terms
from griya.catalog.rules.filters import is_slug
from griya.catalog.rules.gone import PRODUCER_OFF, PRODUCER_ON, PRODUCT_OFF, PRODUCT_ON, is_closed, off_since
from griya.catalog.rules.halal import HalalStatement, halal_statement, is_told
from griya.catalog.rules.questions import Question
from griya.catalog.rules.sizes import size_in_english
from griya.core.db import db, fetch, mark_now, mark_of_reading
from griya.core.standing import Mark
from griya.core.words import Bilingual
from griya.registry.models import Producer, Standing
from griya.registry.rules.regions import region_label

OTHERS_SHOWN = 4


class Place(NamedTuple):
    """A kab/kota as it is named, and its page where it has one."""

    label: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class ProductPage:
    """What the public page of a product tells. Weights in grams, volumes in millilitres."""

    product_id: int
    slug: str
    code: str
    name: Bilingual
    summary: Bilingual
    description: Bilingual
    producer_name: str
    producer_slug: str
    made_in: Place
    # The finer place where it is made, without its kab/kota: "Desa Sekida". Empty where only the kab/kota is known.
    made_in_detail: str
    specialty_of: Place | None
    category: tuple[str, Bilingual]
    shelf: tuple[str, Bilingual] | None
    price: Price
    price_as_of: date | None
    availability: str
    is_inquirable: bool
    net_weight_g: int | None
    net_volume_ml: int | None
    size_text: Bilingual | None
    moq: int | None
    capacity_per_month: int | None
    lead_time_days: int | None
    shelf_life_days: int | None
    showroom_shelf: str | None
    halal: HalalStatement
    materials: tuple[TermName, ...]
    techniques: tuple[TermName, ...]
    photos: tuple[Photo, ...]
    badges: tuple[Badge, ...]
    links: tuple[ShopLink, ...]
    others: tuple[ProductCard, ...]
    distinctions: tuple[Distinction, ...]
    # What the maker answered once to the questions that buyers ask, and this page does not say already.
    answers: tuple[Fact, ...]
    is_sample: bool
    published_at: datetime | None
    # What its page has drawn, by language: as long as nothing that was read for it changes, it is the same object.
    drawn: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything that the page of a product is made of, as it was read."""

    row: Row[*tuple[Any, ...]]
    badges: Sequence[Any]
    terms: Sequence[Any]
    photos: Sequence[Any]
    links: Sequence[Any]
    others: Sequence[ProductCard]
    distinctions: Sequence[Distinction]
    answers: Sequence[Any]
    today: date

    def is_what(self, other: "_Read") -> bool:
        """Whether both say the same. Cards of products that did not change are the same objects."""
        return (
            (self.row, self.badges, self.terms, self.photos, self.links, self.distinctions, self.answers, self.today)
            == (
                other.row,
                other.badges,
                other.terms,
                other.photos,
                other.links,
                other.distinctions,
                other.answers,
                other.today,
            )
            and len(self.others) == len(other.others)
            and all(one is another for one, another in zip(self.others, other.others, strict=True))
        )


@dataclass(frozen=True, slots=True)
class GoneProduct:
    """A product that was public once. It is told without its name; its maker only while the maker is listed.

    `is_closed` says that the address will show nothing again.
    """

    is_archived: bool
    is_closed: bool
    producer_name: str | None
    producer_slug: str | None
    others: tuple[ProductCard, ...]


class _Known(NamedTuple):
    """A page that was looked at: what it was made of, itself, and the mark at which that was read, if there was one."""

    read: _Read
    page: ProductPage
    mark: Mark | None


def find_product(slug: str, *, today: date) -> ProductPage | None:
    """The public product at this address, in ten statements at most, whatever it holds.

    Where nothing at all was committed since it was read it is the page of then, without any statement. Otherwise all of
    it is read anew, and where that says what it said before, the page is the same object as before.
    """
    if not is_slug(slug):
        return None
    known, before = _known.get(slug), mark_now()
    if known is not None and before is not None and known.mark == before and known.read.today == today:
        return known.page
    rows = fetch(_PRODUCT, slug=slug)
    if not rows:
        return None
    row = rows[0]
    read = _Read(
        row=row,
        badges=read_badges(row.id, row.producer_id),
        terms=read_terms(row.revision_id),
        photos=read_photos(row.id),
        links=read_shop_links(row.producer_id, row.id),
        others=_others(row.id, row.producer_id),
        distinctions=list_distinctions_of(row.id),
        answers=read_answers(row.id),
        today=today,
    )
    mark = mark_of_reading(before)
    if known is not None and known.read.is_what(read):
        if known.mark == mark:
            return known.page
        page = known.page
    else:
        page = _page(read)
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[slug] = _Known(read, page, mark)
    return page


# The pages looked at lately, some thirty kilobytes each with what was drawn of them in one language.
_MOST_KNOWN: Final = 500
_known: Final[dict[str, _Known]] = {}


def forget_pages() -> None:
    """Make every page anew at its next visit, as a new process would."""
    _known.clear()


def _others(product_id: int, producer_id: int) -> list[ProductCard]:
    """The newest other products of the same maker."""
    ids = [key for (key,) in fetch(_OTHERS, producer_id=producer_id, but_id=product_id, limit=OTHERS_SHOWN)]
    return list_kept_cards(read_index(), ids)


def find_moved_slug(slug: str) -> str | None:
    """Where a product that once had this slug is public now."""
    if not is_slug(slug):
        return None
    moved = select(ProductSlug.product_id).where(ProductSlug.slug == slug)
    return db.session.scalar(from_public_products(select(Product.slug), by_key=True).where(Product.id.in_(moved)))


def find_gone_product(slug: str, *, at: datetime) -> GoneProduct | None:
    """The product that was public at this address, now or under an old name, and is not any more at `at`."""
    if not is_slug(slug):
        return None
    moved = select(ProductSlug.product_id).where(ProductSlug.slug == slug)
    row = db.session.execute(
        select(
            Product.code,
            Product.state,
            Product.producer_id,
            Producer.code.label("producer_code"),
            Producer.name,
            Producer.slug,
            Producer.standing,
        )
        .join(Producer, Producer.id == Product.producer_id)
        .where((Product.slug == slug) | Product.id.in_(moved), Product.published_at.is_not(None))
    ).first()
    if row is None:
        return None
    is_archived = row.state == ProductState.ARCHIVED
    closed = is_closed(row.state, off_since=_off_since(row), at=at)
    if row.standing != Standing.LISTED:
        return GoneProduct(is_archived, closed, None, None, ())
    others = tuple(list_cards_of_producer(row.producer_id, limit=OTHERS_SHOWN))
    return GoneProduct(is_archived, closed, row.name, row.slug, others)


def _off_since(row: Row[*tuple[Any, ...]]) -> datetime | None:
    """Since when nobody sees a product, because of itself or of its maker, by the audit record, never changed."""
    ways: list[datetime | None] = []
    if row.state != ProductState.PUBLISHED:
        ways.append(off_since(_told("product", row.code), off=PRODUCT_OFF, on=PRODUCT_ON))
    if row.standing != Standing.LISTED:
        ways.append(off_since(_told("producer", row.producer_code), off=PRODUCER_OFF, on=PRODUCER_ON))
    return min((since for since in ways if since is not None), default=None)


def _told(kind: str, code: str) -> list[tuple[str, datetime]]:
    rows = db.session.execute(
        select(Event.verb, Event.at).where(Event.object_type == kind, Event.object_key == code).order_by(Event.id)
    )
    return [(row.verb, row.at) for row in rows]


def _page(read: _Read) -> ProductPage:
    row = read.row
    badges = badges_of((one for one in read.badges if is_told(one.kind, halal_status=row.halal_status)), read.today)
    terms = [(term.kind, TermName(term.name, term.name_en, term.slug)) for term in read.terms]
    has_certificate = any(badge.is_halal for badge in badges)
    return ProductPage(
        product_id=row.id,
        slug=row.slug,
        code=row.code,
        name=Bilingual(row.name_id, row.name_en),
        summary=Bilingual(row.summary_id, row.summary_en),
        description=Bilingual(row.description_id, row.description_en),
        producer_name=row.producer_name,
        producer_slug=row.producer_slug,
        made_in=_made_in(row),
        made_in_detail=_made_in_detail(row),
        specialty_of=_specialty(row),
        category=(row.category_slug, Bilingual(row.category_name, row.category_name_en)),
        shelf=(row.shelf_slug, Bilingual(row.shelf_name, row.shelf_name_en)) if row.shelf_slug else None,
        price=Price(row.price_mode, row.price_idr, row.unit),
        price_as_of=row.price_as_of,
        availability=row.availability,
        is_inquirable=row.is_inquirable,
        net_weight_g=row.net_weight_g,
        net_volume_ml=row.net_volume_ml,
        size_text=Bilingual(row.size_text, size_in_english(row.size_text)) if row.size_text else None,
        moq=row.moq,
        capacity_per_month=row.capacity_per_month,
        lead_time_days=row.lead_time_days,
        shelf_life_days=row.shelf_life_days,
        showroom_shelf=row.showroom_shelf,
        halal=halal_statement(
            row.halal_status,
            Bilingual(row.halal_note or "", row.halal_note_en),
            has_checked_certificate=has_certificate,
        ),
        materials=tuple(name for kind, name in terms if kind == "material"),
        techniques=tuple(name for kind, name in terms if kind == "technique"),
        photos=photos_of(read.photos),
        badges=badges,
        links=shop_links_of(read.links, read.today),
        others=tuple(read.others),
        distinctions=tuple(read.distinctions),
        answers=answers_of(
            read.answers,
            but=frozenset(
                ([Question.LEAST] if row.moq else []) + ([Question.LEAD_TIME] if row.lead_time_days is not None else [])
            ),
        ),
        is_sample=row.is_sample,
        published_at=row.published_at,
    )


def _made_in(row: Row[*tuple[Any, ...]]) -> Place:
    if row.place_name:
        return Place(region_label(row.place_level, row.place_name), row.place_slug)
    return Place(row.outside_region or "", None)


def _made_in_detail(row: Row[*tuple[Any, ...]]) -> str:
    if row.made_in_level in {"district", "urban_village", "village"}:
        return region_label(row.made_in_level, row.made_in_name)
    return ""


def _specialty(row: Row[*tuple[Any, ...]]) -> Place | None:
    if not row.specialty_name:
        return None
    return Place(region_label(row.specialty_level, row.specialty_name), row.specialty_slug)


_PRODUCT: Final = from_public_products(
    select(
        Product.id,
        Product.slug,
        Product.code,
        Product.producer_id,
        Product.live_revision_id.label("revision_id"),
        Product.availability,
        Product.is_inquirable,
        Product.showroom_shelf,
        Product.published_at,
        *REVISION_WORDS,
        ProductRevision.price_mode,
        ProductRevision.price_idr,
        ProductRevision.price_as_of,
        ProductRevision.unit,
        ProductRevision.net_weight_g,
        ProductRevision.net_volume_ml,
        ProductRevision.size_text,
        ProductRevision.moq,
        ProductRevision.capacity_per_month,
        ProductRevision.lead_time_days,
        ProductRevision.shelf_life_days,
        ProductRevision.halal_status,
        ProductRevision.halal_note,
        ProductRevision.halal_note_en,
        Producer.name.label("producer_name"),
        Producer.slug.label("producer_slug"),
        Producer.outside_region,
        Producer.is_sample,
        Category.slug.label("category_slug"),
        Category.name_id.label("category_name"),
        Category.name_en.label("category_name_en"),
        SHELF.slug.label("shelf_slug"),
        SHELF.name_id.label("shelf_name"),
        SHELF.name_en.label("shelf_name_en"),
        MADE_IN.level.label("made_in_level"),
        MADE_IN.name.label("made_in_name"),
        PLACE.level.label("place_level"),
        PLACE.name.label("place_name"),
        PLACE.slug.label("place_slug"),
        SPECIALTY.level.label("specialty_level"),
        SPECIALTY.name.label("specialty_name"),
        SPECIALTY.slug.label("specialty_slug"),
    ),
    by_key=True,
).where(Product.slug == bindparam("slug", type_=String))
_OTHERS: Final = (
    select(Product.id)
    .join(Producer, Producer.id == Product.producer_id)
    .where(
        is_public(by_key=True),
        Product.producer_id == bindparam("producer_id", type_=Integer),
        Product.id != bindparam("but_id", type_=Integer),
    )
    .order_by(Product.published_at.desc().nulls_last(), Product.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
