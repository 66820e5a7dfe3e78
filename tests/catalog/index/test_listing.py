"""Random catalogues and random filters: what the index counts and shows is what a plain loop over the products does."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griya.catalog.queries.index.listing import Found, Listing, list_from
from griya.catalog.queries.index.selected import Selected
from griya.catalog.queries.index.snapshot import Reading, Revision, Snapshot, make_snapshot
from griya.catalog.queries.index.terms import Terms
from griya.catalog.rules.asked import Asked, Order, parse_asked
from griya.catalog.rules.facets import PRICE_BANDS, YES, Facet, FacetTerm, band_slug
from griya.core.words import Bilingual

TODAY = date(2026, 11, 22)
TERMS = {
    Facet.SHELF: ("makanan", "makanan/keripik", "makanan/dodol", "kriya", "kriya/tikar"),
    Facet.PLACE: ("sambas", "sambas/sambas-tebas", "kota-pontianak", "sanggau"),
    Facet.MATERIAL: ("rotan", "bambu", "emas"),
    Facet.TECHNIQUE: ("anyam", "tenun"),
    Facet.CREDENTIAL: ("halal", "pirt"),
    Facet.HALAL: ("belum", "bersertifikat"),
    Facet.OVOP: ("ada", "ada/3-5", "ada/3-3"),
    Facet.PRICE: tuple(band.term.slug for band in PRICE_BANDS),
    Facet.SELECTED: (YES,),
    Facet.SHOWROOM: (YES,),
}
NEVER = "emas"  # no product has it


def _terms() -> Terms:
    by_facet: dict[Facet, tuple[FacetTerm, ...]] = dict.fromkeys(Facet, ())
    for facet, names in TERMS.items():
        parts = [name.rpartition("/") for name in names]
        by_facet[facet] = tuple(FacetTerm(slug, Bilingual(slug, slug), parent or None) for parent, _, slug in parts)
    every = [(facet, term.slug) for facet, terms in by_facet.items() for term in terms]
    return Terms(
        by_facet=by_facet,
        numbers={key: number for number, key in enumerate(every)},
        shelves={},
        materials={},
        techniques={},
        places={},
        region_codes={},
        vocabulary={facet: {term.slug: term.parent for term in terms} for facet, terms in by_facet.items()},
    )


VOCABULARY = _terms()


@dataclass(frozen=True)
class Plain:
    """A product as a plain loop sees it: its values by facet, parents included."""

    key: int
    published: int
    price: int | None
    name: str
    is_public: bool
    values: frozenset[tuple[Facet, str]] = field(default_factory=frozenset)


def with_parents(values: Sequence[tuple[Facet, str]]) -> frozenset[tuple[Facet, str]]:
    parents = {(facet, parent) for facet, slug in values if (parent := VOCABULARY.vocabulary[facet][slug])}
    return frozenset({*values, *parents})


CHOICES = [
    (facet, term.slug)
    for facet, terms in VOCABULARY.by_facet.items()
    if facet not in {Facet.PRICE, Facet.SELECTED}
    for term in terms
    if term.slug != NEVER
]
PRODUCTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(CHOICES), max_size=6, unique=True),
        st.one_of(st.none(), st.sampled_from([5_000, 25_000, 30_000, 99_999, 100_000, 2_000_000])),
        st.sampled_from(["Amplang", "amplang", "Bidai", "Keripik", "Keripik Keladi", "Tikar", "Élok"]),
        st.integers(0, 3),
        st.booleans() | st.just(True),
    ),
    max_size=40,
)


def catalogue(drawn: Sequence[tuple[list[tuple[Facet, str]], int | None, str, int, bool]]) -> list[Plain]:
    products = []
    for key, (values, price, name, published, is_public) in enumerate(drawn, start=1):
        band = band_slug(PRICE_BANDS, price)
        bands = [(Facet.PRICE, band)] if band else []
        products.append(Plain(key, published, price, name, is_public, with_parents([*values, *bands])))
    return products


def index_of(products: Sequence[Plain], selected: Sequence[int] = ()) -> Snapshot:
    """The index of these products, made as it is made of what the database says."""
    linked = {choice for choice in CHOICES if choice[0] in {Facet.MATERIAL, Facet.TECHNIQUE}}
    number = VOCABULARY.numbers
    public = [one for one in products if one.is_public]
    reading = Reading(
        dates=[(one.key, f"{one.published:03}") for one in sorted(products, key=lambda one: (one.published, one.key))],
        facts=[(one.key, (place,), one.price, one.name, one.name, None) for place, one in enumerate(public)],
        groups=[tuple(number[value] for value in one.values - linked) for one in public],
        links=[
            (
                {key: key for key in number.values()},
                [(one.key, number[value]) for one in public for value in one.values & linked],
            )
        ],
    )
    return make_snapshot(Revision(1, 1), TODAY, VOCABULARY, reading).with_selected(Selected(tuple(selected)))


def matching(products: Sequence[Plain], chosen: dict[Facet, tuple[str, ...]], but: Facet | None = None) -> list[Plain]:
    return [
        one
        for one in products
        if one.is_public
        and all(
            any((facet, slug) in one.values for slug in slugs)
            for facet, slugs in chosen.items()
            if slugs and facet is not but
        )
    ]


def newest(products: Sequence[Plain]) -> list[Plain]:
    return sorted(products, key=lambda one: (-one.published, -one.key))


def ordered(products: Sequence[Plain], order: Order, first: Sequence[int]) -> list[int]:
    products = newest(products)
    if order is Order.CHEAPEST:
        products = sorted(products, key=lambda one: (one.price is None, one.price or 0))
    elif order is Order.DEAREST:
        products = sorted(products, key=lambda one: (one.price is None, -(one.price or 0)))
    elif order is Order.NAME:
        products = sorted(products, key=lambda one: one.name.casefold())
    elif order is Order.CURATED:
        place = {key: n for n, key in enumerate(first)}
        products = sorted(products, key=lambda one: place.get(one.key, len(place)))
    return [one.key for one in products]


FILTERS = st.lists(
    st.tuples(
        st.sampled_from([facet.value for facet in TERMS]),
        st.sampled_from(sorted({slug for slugs in VOCABULARY.vocabulary.values() for slug in slugs})),
    ),
    max_size=8,
)
SELECTED = st.lists(st.integers(1, 45), max_size=6, unique=True)


def ask(filters: Sequence[tuple[str, str]], order: Order = Order.CURATED, page: int = 1) -> Asked:
    sent: dict[str, list[str]] = {"urut": [order.value], "halaman": [str(page)]}
    for name, slug in filters:
        sent.setdefault(name, []).append(slug)
    return parse_asked(sent, VOCABULARY.vocabulary)


def every_value(listing: Listing) -> list[tuple[Facet, str, int, bool]]:
    return [
        (found.facet, one.slug, one.total, one.is_chosen)
        for found in listing.facets
        for value in found.values
        for one in (value, *value.parts)
    ]


@settings(max_examples=400, deadline=None)
@given(PRODUCTS, FILTERS, SELECTED)
def test_clicking_a_value_with_count_n_lists_n(
    drawn: list[tuple[list[tuple[Facet, str]], int | None, str, int, bool]],
    filters: list[tuple[str, str]],
    selected: list[int],
) -> None:
    products = catalogue(drawn)
    public = {one.key for one in products if one.is_public}
    chosen_by_curators = [key for key in selected if key in public]
    products = [
        Plain(one.key, one.published, one.price, one.name, one.is_public, one.values | {(Facet.SELECTED, YES)})
        if one.key in chosen_by_curators
        else one
        for one in products
    ]
    snapshot = index_of(products, selected)
    asked = ask(filters)
    chosen = dict(asked.chosen)
    listing = list_from(snapshot, asked)
    assert listing.total == len(matching(products, chosen))
    for facet, slug, total, is_chosen in every_value(listing):
        under = matching(products, chosen, but=facet)
        assert total == sum((facet, slug) in one.values for one in under), (facet, slug)
        assert is_chosen == (slug in chosen.get(facet, ()))
        # A click where nothing of this facet is chosen yet.
        others = [(name.value, value) for name, values in asked.chosen for value in values if name is not facet]
        assert list_from(snapshot, ask([*others, (facet.value, slug)])).total == total
    told = {(facet, slug) for facet, slug, _, _ in every_value(listing)}
    assert {(facet, slug) for facet, slugs in asked.chosen for slug in slugs} <= told, "a chosen value disappeared"


@settings(max_examples=300, deadline=None)
@given(PRODUCTS, FILTERS, SELECTED, st.sampled_from(Order), st.integers(1, 7))
def test_every_page_of_every_order_is_that_of_a_plain_sort(
    drawn: list[tuple[list[tuple[Facet, str]], int | None, str, int, bool]],
    filters: list[tuple[str, str]],
    selected: list[int],
    order: Order,
    size: int,
) -> None:
    products = catalogue(drawn)
    snapshot = index_of(products, selected)
    asked = ask([pair for pair in filters if pair[0] != "terseleksi"][:2], order)
    expected = ordered(matching(products, dict(asked.chosen)), order, selected)
    shown: list[int] = []
    for page in range(1, len(expected) // size + 2):
        shown += list_from(snapshot, asked.at(page), size=size).product_ids if page <= -(-len(expected) // size) else ()
    assert shown == expected
    last = list_from(snapshot, asked.at(999), size=size)
    assert last.page == last.page_count
    assert list(last.product_ids) == expected[(last.page - 1) * size :]


@settings(max_examples=200, deadline=None)
@given(PRODUCTS, FILTERS, st.lists(st.integers(1, 45), max_size=40, unique=True), st.sampled_from(Order), st.booleans())
def test_a_search_narrows_like_a_filter_and_keeps_its_own_order(
    drawn: list[tuple[list[tuple[Facet, str]], int | None, str, int, bool]],
    filters: list[tuple[str, str]],
    ranked: list[int],
    order: Order,
    is_remembered: bool,
) -> None:
    products = catalogue(drawn)
    snapshot = index_of(products)
    asked = ask([pair for pair in filters if pair[0] != "terseleksi"][:1], order)
    hits = [one for one in products if one.key in ranked]
    found = Found(array("I", ranked), is_remembered=is_remembered)
    listing = list_from(snapshot, asked, found=found, size=100)
    again = list_from(snapshot, asked, found=found, size=100)
    assert again.product_ids == listing.product_ids
    assert every_value(again) == every_value(listing), "what was kept of it is the same"
    few = [list_from(snapshot, asked.at(page), found=found, size=3).product_ids for page in range(1, 15)]
    assert [key for page in few[: listing.total // 3 + 1] for key in page][: listing.total] == list(listing.product_ids)
    expected = ordered(matching(hits, dict(asked.chosen)), order, ranked)
    assert list(listing.product_ids) == expected
    for facet, slug, total, _ in every_value(listing):
        assert total == sum((facet, slug) in one.values for one in matching(hits, dict(asked.chosen), but=facet))


def test_what_was_counted_stays_with_the_snapshot_it_was_counted_in() -> None:
    drawn = [([(Facet.SHELF, "makanan"), (Facet.MATERIAL, "rotan")], None, "Keripik", n, True) for n in range(4)]
    snapshot, ids = index_of(catalogue(drawn)), array("I", (2, 3, 4))
    shelf, found = ask([("rak", "makanan")]), Found(ids, is_remembered=True)
    for _ in range(2):
        assert [value.total for value in list_from(snapshot, shelf).values(Facet.MATERIAL)] == [4]
        assert [value.total for value in list_from(snapshot, Asked(), found=found).values(Facet.MATERIAL)] == [3]
    assert snapshot.tallies.found(ids) is not None and snapshot.tallies.found(array("I", ids)) is None
    after = index_of(catalogue(drawn[1:]))
    later = replace(snapshot, values=after.values, public=after.public).with_selected(Selected(()))
    assert [value.total for value in list_from(later, shelf).values(Facet.MATERIAL)] == [3]
    assert [value.total for value in list_from(later, Asked(), found=found).values(Facet.MATERIAL)] == [2]


def test_what_no_product_has_is_left_out_of_the_long_lists_unless_it_is_chosen() -> None:
    snapshot = index_of(catalogue([([(Facet.MATERIAL, "rotan")], None, "Tikar", 1, True)]))
    assert [value.slug for value in list_from(snapshot, Asked()).values(Facet.MATERIAL)] == ["rotan"]
    chosen = list_from(snapshot, ask([("bahan", NEVER)]))
    assert [(value.slug, value.total, value.is_idle) for value in chosen.values(Facet.MATERIAL)] == [
        (NEVER, 0, False),
        ("rotan", 1, False),
    ], "what is chosen stands first"
    assert chosen.name(Facet.MATERIAL, NEVER) == NEVER


def test_parts_are_told_where_their_shelf_or_one_of_them_is_chosen() -> None:
    drawn = [([(Facet.SHELF, "keripik")], None, "Keripik", 1, True), ([(Facet.SHELF, "dodol")], None, "Dodol", 2, True)]
    snapshot = index_of(catalogue(drawn))
    assert all(not value.parts for value in list_from(snapshot, Asked()).values(Facet.SHELF))
    for slug in ("makanan", "keripik"):
        food = list_from(snapshot, ask([("rak", slug)])).values(Facet.SHELF)[0]
        assert [(part.slug, part.total) for part in food.parts] == [("keripik", 1), ("dodol", 1)]


@pytest.mark.parametrize("order", list(Order))
def test_a_product_without_a_price_is_last_by_price_and_never_free(order: Order) -> None:
    drawn: list[tuple[list[tuple[Facet, str]], int | None, str, int, bool]] = [
        ([], None, "Tanya", 9, True), ([], 5_000, "Murah", 1, True), ([], 2_000_000, "Mahal", 2, True)
    ]  # fmt: skip
    shown = list_from(index_of(catalogue(drawn)), ask([], order)).product_ids
    if order in {Order.CHEAPEST, Order.DEAREST}:
        assert shown[-1] == 1


def test_many_rows_with_the_same_number_are_still_paged_in_order() -> None:
    """More equal prices and names than are ever sorted."""
    drawn: list[tuple[list[tuple[Facet, str]], int | None, str, int, bool]] = [
        ([], 25_000 if n % 3 else 30_000, "Amplang", n, True) for n in range(900)
    ]
    products = catalogue(drawn)
    snapshot = index_of(products)
    for order in Order:
        expected = ordered(products, order, ())
        pages = [list_from(snapshot, ask([], order, page)).product_ids for page in range(1, 39)]
        assert [key for page in pages for key in page] == expected
