"""What a visitor asks a list for, read from an address, and the one address that asks for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from griya.catalog.rules.facets import Facet
from griya.catalog.rules.filters import MAX_QUERY_LENGTH, is_slug, narrow
from griya.core.paging import page_number
from griya.core.text import clean_text, one_line
from griya.core.words import N_

TEXT: Final = "q"
ORDER: Final = "urut"
PAGE: Final = "halaman"
# The way back from a correction: the words as they were typed, however little they find.
LITERAL: Final = "persis"

# More values than a person ticks. What lies beyond is told as unknown, like a value that does not exist.
MAX_VALUES: Final = 30
MAX_UNKNOWN: Final = 10
_MAX_FIELDS: Final = 500

# Every value of every facet that has one now, with the value that contains it.
Vocabulary: TypeAlias = Mapping[Facet, Mapping[str, str | None]]


class Order(StrEnum):
    """How a list is ordered. The default is the curators' choice first, then the newest."""

    CURATED = ""
    NEWEST = "terbaru"
    CHEAPEST = "termurah"
    DEAREST = "termahal"
    NAME = "nama"


ORDER_LABELS: Final = {
    Order.CURATED: N_("pilihan kurator, lalu terbaru"),
    Order.NEWEST: N_("terbaru"),
    Order.CHEAPEST: N_("harga terendah"),
    Order.DEAREST: N_("harga tertinggi"),
    Order.NAME: N_("nama"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for. `chosen` holds known values only, in the order of facets and of the alphabet.

    `unknown` are values of known parameters that do not exist (any more): they narrow nothing and are told.
    """

    text: str = ""
    chosen: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    order: Order = Order.CURATED
    page: int = 1
    unknown: tuple[str, ...] = ()
    is_literal: bool = False

    def values(self, facet: Facet) -> tuple[str, ...]:
        """The chosen values of one facet."""
        return next((values for name, values in self.chosen if name is facet), ())

    @property
    def depth(self) -> int:
        """How many values are chosen, over all facets."""
        return sum(len(values) for _, values in self.chosen)

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not (self.text or self.chosen)

    def without(self, facet: Facet, slug: str) -> "Asked":
        """The first page of the same list without one of its values."""
        return self._with(facet, tuple(value for value in self.values(facet) if value != slug))

    def also(self, facet: Facet, slug: str, parents: Mapping[str, str | None]) -> "Asked":
        """The first page of the list with one value more; `parents` are those of `Vocabulary` for this facet."""
        return self._with(facet, narrow((*self.values(facet), slug), parents))

    def as_typed(self) -> "Asked":
        """The first page of what the words themselves find, uncorrected."""
        return replace(self, is_literal=True, page=1)

    def without_text(self) -> "Asked":
        """The first page of the same list whatever its words."""
        return replace(self, text="", is_literal=False, page=1)

    def at(self, page: int) -> "Asked":
        """Another page of the same list."""
        return replace(self, page=page)

    def _with(self, facet: Facet, values: tuple[str, ...]) -> "Asked":
        others = dict(self.chosen) | {facet: values}
        return replace(self, chosen=_ordered(others), page=1)


def parse_asked(parameters: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> Asked:
    """Read what is asked for: each value once, nothing empty, a shelf left out where a part of it is chosen.

    `parameters` maps each name to all its values, as they were sent. Names that no list knows are left out silently.
    """
    unknown: set[str] = set()
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet in Facet:
        if facet not in parameters:
            continue
        known = vocabulary.get(facet, {})
        sent = {value for value in map(_cleaned, parameters[facet]) if value}
        found = sorted(value for value in sent if is_slug(value) and value in known)
        unknown |= sent.difference(found) | set(found[MAX_VALUES:])
        chosen[facet] = narrow(tuple(found[:MAX_VALUES]), known)
    order, no_order = _order(parameters.get(ORDER, ()))
    text = _cleaned(_first(parameters.get(TEXT, ())))
    return Asked(
        text=text,
        chosen=_ordered(chosen),
        order=order,
        page=page_number(_first(parameters.get(PAGE, ()))),
        unknown=tuple(sorted(unknown | no_order))[:MAX_UNKNOWN],
        is_literal=bool(text) and _first(parameters.get(LITERAL, ())) == "1",
    )


def canonical_query(asked: Asked) -> tuple[tuple[str, str], ...]:
    """The pairs of the one address of this list, by name and then by value; nothing that is so anyway."""
    pairs = [(facet.value, value) for facet, values in asked.chosen for value in values]
    if asked.text:
        pairs.append((TEXT, asked.text))
    if asked.is_literal:
        pairs.append((LITERAL, "1"))
    if asked.order is not Order.CURATED:
        pairs.append((ORDER, asked.order.value))
    if asked.page > 1:
        pairs.append((PAGE, str(asked.page)))
    return tuple(sorted(pairs))


def by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The pairs of a query as one list of values for each name, as an address is built of them."""
    named: dict[str, list[str]] = {}
    for name, value in pairs:
        named.setdefault(name, []).append(value)
    return named


def canonical_string(asked: Asked) -> str:
    """The query of the one address of this list, without its question mark."""
    return _as_string(canonical_query(asked), asked)


def _as_string(pairs: Sequence[tuple[str, str]], asked: Asked) -> str:
    # Values are slugs and numbers, which need no escaping, all but the words.
    return urlencode(pairs) if asked.text else "&".join(f"{name}={value}" for name, value in pairs)


def page_strings(asked: Asked) -> Callable[[int], str]:
    """`canonical_string` of each page of this list, by its number: a list names half a dozen of its pages."""
    first, second = canonical_string(asked.at(1)), canonical_string(asked.at(2))
    # Only a slug, a number or an escaped text stands between the names, so the pair stands in no other's value.
    head, pair, tail = f"&{second}&".partition(f"&{PAGE}=2&")
    head, tail = f"{head}{pair[:-2]}"[1:], f"&{tail}"[:-1]
    return lambda page: f"{head}{page}{tail}" if page > 1 else first


def strings_without(asked: Asked) -> list[tuple[Facet, str, str]]:
    """Each chosen value, with `canonical_string` of the first page without it."""
    pairs = canonical_query(asked.at(1))
    return [
        (facet, value, _as_string([pair for pair in pairs if pair != (facet.value, value)], asked))
        for facet, values in asked.chosen
        for value in values
    ]


def needs_redirect(query: str, asked: Asked) -> bool:
    """Whether `query`, the raw query of an address that was read as `asked`, is not the one that asks for it.

    An address with unknown values stays as it is: the visitor has to be told, and a redirect would forget it. How
    letters are escaped makes no difference, so a redirect never leads to itself.
    """
    if asked.unknown:
        return False
    try:
        sent = tuple(parse_qsl(query, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError:
        return True
    return sent != canonical_query(asked)


def is_indexable(asked: Asked) -> bool:
    """Whether search engines may keep this list: at most one value deep, no text, the default order, nothing unknown.

    The number of such addresses grows with the values and with the pages of each, never with their combinations.
    """
    return asked.depth <= 1 and not asked.text and asked.order is Order.CURATED and not asked.unknown


def _ordered(chosen: Mapping[Facet, tuple[str, ...]]) -> tuple[tuple[Facet, tuple[str, ...]], ...]:
    return tuple((facet, chosen[facet]) for facet in Facet if chosen.get(facet))


def _order(sent: Iterable[str]) -> tuple[Order, set[str]]:
    first = _cleaned(_first(sent))
    try:
        return Order(first), set()
    except ValueError:
        return Order.CURATED, {first}


def _first(sent: Iterable[str]) -> str:
    return next(iter(sent), "")


def _cleaned(value: str) -> str:
    if not value or (len(value) <= MAX_QUERY_LENGTH and is_slug(value)):
        return value  # as nearly all values are
    return one_line(clean_text(value[: 4 * MAX_QUERY_LENGTH]))[:MAX_QUERY_LENGTH].strip()
