"""Makers: one with everything its page tells, and lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Product
from griya.catalog.models.search import DocumentKind
from griya.catalog.queries.cards import PAGE_SIZE, ProductCard, list_cards_of_producer
from griya.catalog.queries.credentials import Badge, list_badges_of_producer
from griya.catalog.queries.links import ShopLink, list_shop_links
from griya.catalog.queries.lookup.entries import find_entries
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.public import is_listed, is_public, regency_code
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.paging import Page
from griya.core.words import N_, Bilingual
from griya.registry.models import ContactChannel, Producer, ProducerContact, ProducerSlug, Region
from griya.registry.rules.phones import parse_phone, whatsapp_url
from griya.registry.rules.regions import region_label
from griya.registry.rules.unreadable import Unreadable

REGENCY = aliased(Region, name="regency")
DISTRICT = aliased(Region, name="district")
_DISTRICT_CODE_LENGTH = len("61.01.01")


@dataclass(frozen=True, slots=True)
class ProducerCard:
    """A maker in a list, with how many of its products are public."""

    slug: str
    name: str
    place: str
    product_count: int
    is_sample: bool
    producer_id: int = 0


@dataclass(frozen=True, slots=True)
class PublicContact:
    """A contact that its maker agreed to publish."""

    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ProducerPage:
    """What the public page of a maker tells: never the address, legal form, NIB, workers or investment."""

    slug: str
    name: str
    story: Bilingual
    founded_year: int | None
    place: str
    place_slug: str | None
    district: str
    contacts: tuple[PublicContact, ...]
    badges: tuple[Badge, ...]
    links: tuple[ShopLink, ...]
    products: tuple[ProductCard, ...]
    is_sample: bool


def find_producer(slug: str, *, today: date) -> ProducerPage | None:
    """The listed maker at this address, in five statements."""
    if not is_slug(slug):
        return None
    row = db.session.execute(
        select(
            Producer.id,
            Producer.slug,
            Producer.name,
            Producer.story_id,
            Producer.story_en,
            Producer.founded_year,
            Producer.outside_region,
            Producer.is_sample,
            REGENCY.level.label("regency_level"),
            REGENCY.name.label("regency_name"),
            REGENCY.slug.label("regency_slug"),
            DISTRICT.name.label("district_name"),
        )
        .outerjoin(REGENCY, REGENCY.id == Producer.regency_id)
        .outerjoin(Region, Region.id == Producer.region_id)
        .outerjoin(
            DISTRICT,
            (DISTRICT.code == func.substr(Region.code, 1, _DISTRICT_CODE_LENGTH)) & (DISTRICT.level == "district"),
        )
        .where(Producer.slug == slug, is_listed())
    ).one_or_none()
    if row is None:
        return None
    return ProducerPage(
        slug=row.slug,
        name=row.name,
        story=Bilingual(row.story_id, row.story_en),
        founded_year=row.founded_year,
        place=_place(row),
        place_slug=row.regency_slug,
        district=region_label("district", row.district_name) if row.district_name else "",
        contacts=_contacts(row.id),
        badges=list_badges_of_producer(row.id, today=today),
        links=list_shop_links(row.id, today=today),
        products=tuple(list_cards_of_producer(row.id)),
        is_sample=row.is_sample,
    )


def find_moved_producer(slug: str) -> str | None:
    """Where a listed maker that once had this slug is now."""
    if not is_slug(slug):
        return None
    moved = select(ProducerSlug.producer_id).where(ProducerSlug.slug == slug)
    return db.session.scalar(select(Producer.slug).where(Producer.id.in_(moved), is_listed()))


def list_producers_of_regency(code: str) -> list[ProducerCard]:
    """Makers of the kab/kota with this code that have something to show."""
    return _cards(_counted().where(REGENCY.code == code))


def page_of_producers(number: int, *, size: int = PAGE_SIZE) -> Page[ProducerCard]:
    """One page of all makers that have something to show, by name; a page behind the last one gives the last one."""
    total = count_producers()
    number = min(number, max(1, -(-total // size)))
    return Page(_cards(_counted().limit(size).offset((number - 1) * size)), number, size, total)


def search_producers(text: str, *, limit: int) -> list[ProducerCard]:
    """Makers whose name answers the text, among those that have something to show."""
    entries = find_entries(understand(text), limit).get(DocumentKind.PRODUCER, [])
    return list_producers([entry.object_id for entry in entries])


def list_producers(producer_ids: Sequence[int]) -> list[ProducerCard]:
    """The cards of these makers in the given order, without those that have nothing to show."""
    if not producer_ids:
        return []
    by_id = {card.producer_id: card for card in _cards(_counted(by_key=True).where(Producer.id.in_(producer_ids)))}
    return [by_id[producer_id] for producer_id in dict.fromkeys(producer_ids) if producer_id in by_id]


def count_producers() -> int:
    """Makers with at least one public product."""
    statement = select(func.count(Product.producer_id.distinct())).join(Producer).where(is_public())
    return db.session.scalar(statement) or 0


def count_producers_by_regency() -> dict[str, int]:
    """Makers with at least one public product, by the code of their kab/kota."""
    code = regency_code(REGENCY.code)
    rows = db.session.execute(
        select(code, func.count(Product.producer_id.distinct()))
        .select_from(Product)
        .join(Producer, Producer.id == Product.producer_id)
        .join(REGENCY, REGENCY.id == Producer.regency_id)
        .where(is_public())
        .group_by(code)
    )
    return dict(rows.all())


def _counted(*, by_key: bool = False) -> Select[*tuple[Any, ...]]:
    """Makers with the number of their public products; `by_key` where the statement names its makers."""
    return (
        select(
            Producer.id,
            Producer.slug,
            Producer.name,
            Producer.outside_region,
            Producer.is_sample,
            REGENCY.level.label("regency_level"),
            REGENCY.name.label("regency_name"),
            func.count(Product.id).label("product_count"),
        )
        .select_from(Producer)
        .join(Product, Product.producer_id == Producer.id)
        .outerjoin(REGENCY, REGENCY.id == Producer.regency_id)
        .where(is_public(by_key=by_key))
        .group_by(Producer.id, REGENCY.id)
        .order_by(Producer.name, Producer.id)
    )


def _cards(statement: Select[*tuple[Any, ...]]) -> list[ProducerCard]:
    return [
        ProducerCard(row.slug, row.name, _place(row), row.product_count, row.is_sample, row.id)
        for row in db.session.execute(statement)
    ]


def _place(row: Row[*tuple[Any, ...]]) -> str:
    return region_label(row.regency_level, row.regency_name) if row.regency_name else row.outside_region or ""


def _contacts(producer_id: int) -> tuple[PublicContact, ...]:
    rows = db.session.execute(
        select(ProducerContact.channel, ProducerContact.value)
        .where(ProducerContact.producer_id == producer_id, ProducerContact.is_public)
        .order_by(ProducerContact.id)
    )
    return tuple(contact for channel, value in rows if (contact := _contact(channel, value)))


def _contact(channel: str, value: str) -> PublicContact | None:
    if channel == ContactChannel.EMAIL:
        return PublicContact(N_("E-mail"), value, f"mailto:{value}")
    try:
        phone = parse_phone(value)
    except Unreadable:
        return None
    chat = whatsapp_url(phone) if channel == ContactChannel.WHATSAPP else None
    return (
        PublicContact("WhatsApp", phone.display, chat)
        if chat
        else PublicContact(N_("Telepon"), phone.display, f"tel:{phone.e164}")
    )
