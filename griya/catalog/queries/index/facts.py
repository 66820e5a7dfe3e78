"""What the index has to know of each public product, read in a few statements: of all of them, or of some."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, String, select, type_coerce

from griya.catalog.models import (
    Product,
    ProductRevision,
    ProductState,
    product_credential,
    revision_material,
    revision_technique,
)
from griya.catalog.queries.index.terms import Terms, ValueNumber
from griya.catalog.queries.public import is_public
from griya.catalog.rules.facets import (
    CREDENTIAL_SLUGS,
    LEAD_TIME_BANDS,
    MOQ_BANDS,
    PRICE_BANDS,
    YES,
    Facet,
    band_slug,
    ovop_slugs,
)
from griya.catalog.rules.places import place_codes
from griya.core.db import db
from griya.registry.models import Credential, CredentialState, Producer
from griya.registry.rules.numbers import CredentialKind, credential_expiry, is_expired

_KINDS: Final = (*CREDENTIAL_SLUGS, CredentialKind.OVOP)
_CHUNK: Final = 500
_ROWS_AT_ONCE: Final = 5000


class UnknownKey(Exception):
    """A product points to something that the terms do not know yet: they have to be read again."""


class Facts(NamedTuple):
    """One public product: its values, materials and techniques apart, and what it is ordered by.

    `stale_on` is the first day on which one of its certificates will have run out.
    """

    product_id: int
    values: tuple[ValueNumber, ...]
    price: int | None
    name_id: str
    name_en: str
    stale_on: date | None


class Dated(NamedTuple):
    """A product that is or was public, and when it first was, in microseconds since 1970; -1 where nobody knows."""

    published: int
    product_id: int


class _Award(NamedTuple):
    """Values that hold today because of certificates, and the first day on which one of them does not any more."""

    values: frozenset[ValueNumber]
    stale_on: date | None


_NOTHING: Final = _Award(frozenset(), None)


@dataclass(frozen=True, slots=True)
class _Awards:
    """Certificates that cover all of a maker's products, and those that name one product."""

    of_producer: Mapping[int, _Award]
    of_product: Mapping[tuple[int, int], _Award]

    def of(self, product_id: int, producer_id: int) -> _Award:
        """Both together."""
        wide = self.of_producer.get(producer_id, _NOTHING)
        own = self.of_product.get((product_id, producer_id), _NOTHING)
        return _joined(wide, own) if own is not _NOTHING else wide


def read_dates(product_ids: Sequence[int] | None = None) -> list[Dated]:
    """Every product that is or was public, the oldest first; of these products only where they are given.

    Withdrawn ones belong here so that they come back to the place they had.
    """
    statement = select(Product.id, type_coerce(Product.published_at, String)).where(
        Product.published_at.is_not(None) | (Product.state == ProductState.PUBLISHED)
    )
    dated = [Dated(_microseconds(at), key) for key, at in _rows(statement, Product.id, product_ids)]
    dated.sort()
    return dated


def read_facts(terms: Terms, *, today: date, product_ids: Sequence[int] | None = None) -> Iterator[Facts]:
    """The facts of every public product, or of those of these products that are public.

    Raises:
        UnknownKey: when the terms are older than the products.
    """
    awards = _awards(terms, today, product_ids)
    fixed = _Fixed(terms)
    for row in _rows(_public(), Product.id, product_ids):
        award = awards.of(row.id, row.producer_id)
        values = (*fixed.values(row), *award.values)
        yield Facts(row.id, values, row.price_idr, row.name_id, row.name_en or row.name_id, award.stale_on)


def read_links(terms: Terms, *, product_ids: Sequence[int] | None = None) -> Iterator[tuple[int, ValueNumber]]:
    """The materials and techniques of the same products, as pairs of a product's id and a value.

    Raises:
        UnknownKey: when the terms are older than the products.
    """
    lists: tuple[tuple[Mapping[int, ValueNumber], Any, Any], ...] = (
        (terms.materials, revision_material, revision_material.c.material_id),
        (terms.techniques, revision_technique, revision_technique.c.technique_id),
    )
    for numbers, table, term in lists:
        statement = (
            select(Product.id, term)
            .select_from(Product)
            .join(Producer, Producer.id == Product.producer_id)
            .join(table, table.c.revision_id == Product.live_revision_id)
            .where(is_public())
        )
        for product_id, term_id in _rows(statement, Product.id, product_ids):
            if term_id not in numbers:
                raise UnknownKey
            yield product_id, numbers[term_id]


def _public() -> Select[*tuple[Any, ...]]:
    """Plain keys instead of joined names: the terms know what they mean."""
    return (
        select(
            Product.id,
            Product.producer_id,
            Product.category_id,
            Product.live_revision_id,
            Product.availability,
            Product.showroom_shelf,
            ProductRevision.price_mode,
            ProductRevision.price_idr,
            ProductRevision.moq,
            ProductRevision.lead_time_days,
            ProductRevision.halal_status,
            ProductRevision.made_in_id,
            ProductRevision.name_id,
            ProductRevision.name_en,
            Producer.regency_id,
            Producer.region_id,
        )
        .select_from(Product)
        .join(Producer, Producer.id == Product.producer_id)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(is_public())
    )


class _Fixed:
    """Turns the columns of a product into value numbers. What many products share is worked out once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._places: dict[tuple[int | None, int | None, int | None], tuple[ValueNumber, ...]] = {}
        self._prices: dict[int | None, tuple[ValueNumber, ...]] = {}
        self._others: dict[tuple[Any, ...], tuple[ValueNumber, ...]] = {}

    def values(self, row: Any) -> tuple[ValueNumber, ...]:
        """The values of one product's own columns."""
        shelves = self._terms.shelves.get(row.category_id)
        if shelves is None:
            raise UnknownKey
        where = (row.made_in_id, row.regency_id, row.region_id)
        places = self._places.get(where)
        if places is None:
            places = self._places[where] = self._place_values(*where)
        others = (
            row.price_mode,
            row.availability,
            row.halal_status,
            row.moq,
            row.lead_time_days,
            bool(row.showroom_shelf),
        )
        found = self._others.get(others)
        if found is None:
            found = self._others[others] = self._other_values(*others)
        price = self._prices.get(row.price_idr)
        if price is None:
            price = self._prices[row.price_idr] = self._numbers(Facet.PRICE, band_slug(PRICE_BANDS, row.price_idr))
        return (*shelves, *places, *found, *price)

    def _place_values(
        self, made_in_id: int | None, regency_id: int | None, region_id: int | None
    ) -> tuple[ValueNumber, ...]:
        codes = place_codes(*(self._code(key) for key in (made_in_id, regency_id, region_id)))
        return tuple(self._terms.places[code] for code in codes if code and code in self._terms.places)

    def _code(self, region_id: int | None) -> str | None:
        if region_id is None:
            return None
        code = self._terms.region_codes.get(region_id)
        if code is None:
            raise UnknownKey
        return code

    def _other_values(
        self, mode: str, stock: str, halal: str, moq: int | None, days: int | None, is_shown: bool
    ) -> tuple[ValueNumber, ...]:
        return (
            *self._numbers(Facet.PRICE_MODE, mode),
            *self._numbers(Facet.AVAILABILITY, stock),
            *self._numbers(Facet.HALAL, halal.replace("_", "-")),
            *self._numbers(Facet.MOQ, band_slug(MOQ_BANDS, moq)),
            *self._numbers(Facet.LEAD_TIME, band_slug(LEAD_TIME_BANDS, days)),
            *self._numbers(Facet.SHOWROOM, YES if is_shown else None),
        )

    def _numbers(self, facet: Facet, slug: str | None) -> tuple[ValueNumber, ...]:
        return () if slug is None else (self._terms.numbers[facet, slug],)


def _awards(terms: Terms, today: date, product_ids: Sequence[int] | None) -> _Awards:
    """Certificates that were checked at their issuer and hold today, as on a page's badges."""
    statement = select(
        Credential.id,
        Credential.producer_id,
        Credential.kind,
        Credential.number,
        Credential.expires_on,
        Credential.covers_all_products,
        Credential.ovop_stars,
        Credential.ovop_scale,
    ).where(Credential.state == CredentialState.CHECKED, Credential.kind.in_(_KINDS))
    of_producer: dict[int, _Award] = {}
    single: dict[int, tuple[int, _Award]] = {}
    for row in _rows(statement, Credential.producer_id, _makers(product_ids)):
        expires_on = credential_expiry(row.kind, row.number or "", stated_on=row.expires_on)
        if is_expired(expires_on, on=today):
            continue
        stale_on = expires_on + timedelta(days=1) if expires_on else None
        award = _Award(frozenset(terms.numbers[key] for key in _award_keys(row)), stale_on)
        if row.covers_all_products:
            of_producer[row.producer_id] = _joined(of_producer.get(row.producer_id, _NOTHING), award)
        else:
            single[row.id] = row.producer_id, award
    named = select(product_credential.c.product_id, product_credential.c.credential_id)
    of_product: dict[tuple[int, int], _Award] = {}
    for product_id, credential_id in _rows(named, product_credential.c.product_id, product_ids) if single else ():
        if credential_id in single:
            producer_id, award = single[credential_id]
            key = (product_id, producer_id)
            of_product[key] = _joined(of_product.get(key, _NOTHING), award)
    return _Awards(of_producer, of_product)


def _makers(product_ids: Sequence[int] | None) -> list[int] | None:
    if product_ids is None:
        return None
    return sorted({row.producer_id for row in _rows(select(Product.producer_id), Product.id, product_ids)})


def _award_keys(row: Any) -> list[tuple[Facet, str]]:
    if row.kind == CredentialKind.OVOP:
        return [(Facet.OVOP, slug) for slug in ovop_slugs(row.ovop_stars, row.ovop_scale)]
    return [(Facet.CREDENTIAL, CREDENTIAL_SLUGS[row.kind])]


def _joined(one: _Award, other: _Award) -> _Award:
    days = [day for day in (one.stale_on, other.stale_on) if day is not None]
    return _Award(one.values | other.values, min(days, default=None))


def _rows(statement: Select[*tuple[Any, ...]], key: Any, keys: Sequence[int] | None) -> Iterator[Any]:
    """The rows of `statement`; of these keys only where they are given. Never all of them in memory at once."""
    if keys is None:
        yield from db.session.execute(statement, execution_options={"yield_per": _ROWS_AT_ONCE})
        return
    for chunk in _chunks(keys):
        yield from db.session.execute(statement.where(key.in_(chunk))).all()


def _chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))


def _microseconds(at: Any) -> int:
    """A time as the driver gives it: text on SQLite, aware on PostgreSQL. Reading the type's own way costs twice."""
    if at is None:
        return -1
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return round(moment.timestamp() * 1_000_000)
