"""What the index has to know of each public product, read in a few statements: of all of them, or of some.

Reading all of a large catalogue has to be quick, so rows are plain tuples from the connection, and what many products
share is worked out once: a group of values, such as everything that one combination of stock, price mode, halal state
and so on means.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import Integer, Select, String, select, type_coerce

from griya.catalog.models import (
    HalalStatus,
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

# Values that always come together, and a group's place among all groups of a reading.
Group: TypeAlias = tuple[ValueNumber, ...]
GroupNumber: TypeAlias = int

# One public product: its id; its values in groups, materials and techniques apart; its price; its name in Indonesian
# and in English; the first day on which one of its certificates will have run out. A plain tuple, as there are many.
Facts: TypeAlias = tuple[int, tuple[GroupNumber, ...], int | None, str, str, date | None]
# A product that is or was public, and when it first was, as the driver gives it: text on SQLite.
Dated: TypeAlias = tuple[int, str | datetime | None]

_KINDS: Final = (*CREDENTIAL_SLUGS, CredentialKind.OVOP)
_CHUNK: Final = 500
_ROWS_AT_ONCE: Final = 5000
# Where the halal state stands among the columns that `_rest` takes.
_HALAL_PLACE: Final = 2


class UnknownKey(Exception):
    """A product points to something that the terms do not know yet: they have to be read again."""


class _Award(NamedTuple):
    """Values that hold today because of certificates, and the first day on which one of them does not any more."""

    values: Group
    stale_on: date | None


_NOTHING: Final = _Award((), None)


def read_dates(product_ids: Sequence[int] | None = None) -> list[Dated]:
    """Every product that is or was public, the oldest first; of these products only where they are given.

    Withdrawn ones belong here so that they come back to the place they had.
    """
    statement = (
        select(Product.id, type_coerce(Product.published_at, String))
        .where(Product.published_at.is_not(None) | (Product.state == ProductState.PUBLISHED))
        .order_by(Product.published_at.nulls_first(), Product.id)
    )
    return [(product_id, at) for rows in _plain_rows(statement, Product.id, product_ids) for product_id, at in rows]


class FactsReader:
    """Reads facts. `groups` fills up while they are read; a fact names its groups by their numbers."""

    def __init__(self, terms: Terms, *, today: date) -> None:
        self._terms, self._today = terms, today
        self.groups: list[Group] = []
        self._numbers: dict[Group, GroupNumber] = {}
        self._shelf = _Kept(lambda key: self._number(_shelf(terms, key)))
        self._place = _Kept(lambda keys: self._number(_place(terms, keys)))
        self._band = _Kept(lambda price: self._number(_slugs(terms, Facet.PRICE, band_slug(PRICE_BANDS, price))))
        self._rest = _Kept(lambda columns: self._number(_rest(terms, *columns)))
        self._own = _Kept(self._number)
        # No certificate speaks for a product that declares it is not halal: `rules.halal.is_told`.
        self._halal = terms.numbers[Facet.CREDENTIAL, CREDENTIAL_SLUGS[CredentialKind.HALAL]]

    def read(self, product_ids: Sequence[int] | None = None) -> Iterator[Facts]:
        """The facts of every public product, or of those of these products that are public.

        Raises:
            UnknownKey: when the terms are older than the products.
        """
        statement = (
            select(
                Product.id,
                ProductRevision.price_idr,
                ProductRevision.name_id,
                ProductRevision.name_en,
                Product.producer_id,
                Product.category_id,
                ProductRevision.made_in_id,
                Producer.regency_id,
                Producer.region_id,
                ProductRevision.price_mode,
                Product.availability,
                ProductRevision.halal_status,
                ProductRevision.moq,
                ProductRevision.lead_time_days,
                type_coerce(Product.showroom_shelf.is_not(None), Integer),
            )
            .select_from(Product)
            .join(Producer, Producer.id == Product.producer_id)
            .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
            .where(is_public())
        )
        makers, single = _awards(self._terms, self._today, product_ids)
        shelf, place, band, rest, own = self._shelf, self._place, self._band, self._rest, self._own
        for rows in _plain_rows(statement, Product.id, product_ids):
            for key, price, name_id, name_en, maker, category, made_in, regency, region, *others in rows:
                award = makers.get(maker, _NOTHING)
                if single and (named := single.get((key, maker))):
                    award = _joined(award, named)
                values, stale_on = award
                if others[_HALAL_PLACE] == HalalStatus.NOT_HALAL and self._halal in values:
                    values = tuple(value for value in values if value != self._halal)
                groups = shelf[category], place[made_in, regency, region], band[price], rest[tuple(others)], own[values]
                yield key, groups, price, name_id, name_en or name_id, stale_on

    def _number(self, group: Group) -> GroupNumber:
        number = self._numbers.setdefault(group, len(self.groups))
        if number == len(self.groups):
            self.groups.append(group)
        return number


def read_links(
    terms: Terms, *, product_ids: Sequence[int] | None = None
) -> Iterator[tuple[Mapping[int, ValueNumber], Sequence[tuple[int, int]]]]:
    """Materials and techniques of live revisions, of products that are public and of others.

    In portions: what the keys of a list mean, and pairs of a product's id and such a key.
    """
    lists: tuple[tuple[Mapping[int, ValueNumber], Any, Any], ...] = (
        (terms.materials, revision_material, revision_material.c.material_id),
        (terms.techniques, revision_technique, revision_technique.c.technique_id),
    )
    for numbers, table, term in lists:
        statement = select(Product.id, term).join_from(Product, table, table.c.revision_id == Product.live_revision_id)
        for pairs in _plain_rows(statement, Product.id, product_ids):
            yield numbers, pairs


class _Kept(dict[Any, GroupNumber]):
    """Groups by what they stand for; a new one is worked out when it is first asked for."""

    def __init__(self, make: Callable[[Any], GroupNumber]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> GroupNumber:
        found = self[key] = self._make(key)
        return found


def _shelf(terms: Terms, category_id: int) -> Group:
    try:
        return terms.shelves[category_id]
    except KeyError:
        raise UnknownKey from None


def _place(terms: Terms, region_ids: tuple[int | None, ...]) -> Group:
    """By the ids of the revision's place, of the maker's kab/kota, and of the maker's own place."""
    codes = place_codes(*(None if key is None else _code(terms, key) for key in region_ids))
    return tuple(terms.places[code] for code in codes if code and code in terms.places)


def _code(terms: Terms, region_id: int) -> str:
    try:
        return terms.region_codes[region_id]
    except KeyError:
        raise UnknownKey from None


def _rest(terms: Terms, mode: str, stock: str, halal: str, moq: int | None, days: int | None, is_shown: int) -> Group:
    return (
        *_slugs(terms, Facet.PRICE_MODE, mode),
        *_slugs(terms, Facet.AVAILABILITY, stock),
        *_slugs(terms, Facet.HALAL, halal.replace("_", "-")),
        *_slugs(terms, Facet.MOQ, band_slug(MOQ_BANDS, moq)),
        *_slugs(terms, Facet.LEAD_TIME, band_slug(LEAD_TIME_BANDS, days)),
        *_slugs(terms, Facet.SHOWROOM, YES if is_shown else None),
    )


def _slugs(terms: Terms, facet: Facet, slug: str | None) -> Group:
    return () if slug is None else (terms.numbers[facet, slug],)


def _awards(
    terms: Terms, today: date, product_ids: Sequence[int] | None
) -> tuple[dict[int, _Award], dict[tuple[int, int], _Award]]:
    """Certificates that were checked at their issuer and hold today, as on a page's badges.

    First those that cover all products of a maker, by its id; then those that name a product, by both ids.
    """
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
    makers: dict[int, _Award] = {}
    single: dict[int, tuple[int, _Award]] = {}
    for row in _rows(statement, Credential.producer_id, _makers(product_ids)):
        expires_on = credential_expiry(row.kind, row.number or "", stated_on=row.expires_on)
        if is_expired(expires_on, on=today):
            continue
        stale_on = expires_on + timedelta(days=1) if expires_on else None
        award = _Award(tuple(terms.numbers[key] for key in _award_keys(row)), stale_on)
        if row.covers_all_products:
            makers[row.producer_id] = _joined(makers.get(row.producer_id, _NOTHING), award)
        else:
            single[row.id] = row.producer_id, award
    named = select(product_credential.c.product_id, product_credential.c.credential_id)
    products: dict[tuple[int, int], _Award] = {}
    for product_id, credential_id in _rows(named, product_credential.c.product_id, product_ids) if single else ():
        if credential_id in single:
            maker, award = single[credential_id]
            products[product_id, maker] = _joined(products.get((product_id, maker), _NOTHING), award)
    return makers, products


def _makers(product_ids: Sequence[int] | None) -> list[int] | None:
    if product_ids is None:
        return None
    return sorted({maker for (maker,) in _rows(select(Product.producer_id), Product.id, product_ids)})


def _award_keys(row: Any) -> list[tuple[Facet, str]]:
    if row.kind == CredentialKind.OVOP:
        return [(Facet.OVOP, slug) for slug in ovop_slugs(row.ovop_stars, row.ovop_scale)]
    return [(Facet.CREDENTIAL, CREDENTIAL_SLUGS[row.kind])]


def _joined(one: _Award, other: _Award) -> _Award:
    days = [day for day in (one.stale_on, other.stale_on) if day is not None]
    return _Award(tuple(sorted({*one.values, *other.values})), min(days, default=None))


def _rows(statement: Select[*tuple[Any, ...]], key: Any, keys: Sequence[int] | None) -> Iterator[Any]:
    """The rows of `statement`; of these keys only where they are given."""
    connection = db.session.connection()
    if keys is None:
        yield from connection.execute(statement)
        return
    for chunk in _chunks(keys):
        yield from connection.execute(statement.where(key.in_(chunk)))


def _plain_rows(
    statement: Select[*tuple[Any, ...]], key: Any, keys: Sequence[int] | None
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The same in lists of plain tuples, for numbers and texts, which the driver gives as they are.

    All rows of a large table come straight from the driver, in portions: three times as fast, and never all in memory.
    """
    if keys is not None:
        yield list(_rows(statement, key, keys))
        return
    connection = db.session.connection()
    text = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
    driver = connection.connection.driver_connection
    # PostgreSQL's driver would fetch everything at once but for a cursor with a name.
    cursor: Any = driver.cursor() if connection.dialect.name == "sqlite" else driver.cursor("griya_index")  # type: ignore[union-attr]
    try:
        cursor.execute(text)
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield rows
    finally:
        cursor.close()


def _chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))
