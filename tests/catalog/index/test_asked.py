"""One list has one address: read, cleaned, written again, whatever order and repetition it came in."""

from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griya.catalog.rules.asked import (
    MAX_UNKNOWN,
    MAX_VALUES,
    Asked,
    Order,
    Vocabulary,
    canonical_query,
    canonical_string,
    is_indexable,
    needs_redirect,
    page_strings,
    parse_asked,
    strings_without,
)
from griya.catalog.rules.facets import FIXED_TERMS, Facet

VOCABULARY: Vocabulary = {
    Facet.SHELF: {"makanan": None, "keripik": "makanan", "dodol": "makanan", "kriya": None},
    Facet.PLACE: {"sambas": None, "sambas-tebas": "sambas", "kota-pontianak": None},
    Facet.MATERIAL: {f"bahan-{n}": None for n in range(40)} | {"rotan": None, "bambu": None},
    **{facet: {term.slug: term.parent for term in terms} for facet, terms in FIXED_TERMS.items()},
}
KNOWN = sorted({slug for slugs in VOCABULARY.values() for slug in slugs})
NAMES = [*(facet.value for facet in Facet), "q", "urut", "halaman", "utm_source"]
VALUES = st.one_of(
    st.sampled_from([*KNOWN, *Order, "", " ", "1", "2", "007", "0", "-1", "tidak-ada", "Rotan", "a  b"]),
    st.text(max_size=12),
)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=25)


def read(pairs: list[tuple[str, str]]) -> Asked:
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    return parse_asked(sent, VOCABULARY)


@settings(max_examples=500, deadline=None)
@given(QUERIES)
def test_reading_what_was_written_changes_nothing(pairs: list[tuple[str, str]]) -> None:
    asked = read(pairs)
    again = read(list(canonical_query(asked)))
    assert canonical_query(again) == canonical_query(asked)
    assert (again.text, again.chosen, again.order, again.page) == (asked.text, asked.chosen, asked.order, asked.page)
    assert not again.unknown
    assert not needs_redirect(canonical_string(again), again)


@settings(max_examples=500, deadline=None)
@given(QUERIES, st.integers(1, 999_999))
def test_the_address_of_any_page_is_the_one_that_asks_for_it(pairs: list[tuple[str, str]], page: int) -> None:
    asked = read(pairs)
    for number in (page, asked.page, 1, 2):
        assert page_strings(asked)(number) == canonical_string(asked.at(number))
    assert strings_without(asked) == [
        (facet, value, canonical_string(asked.without(facet, value))) for facet, vs in asked.chosen for value in vs
    ]


@settings(max_examples=500, deadline=None)
@given(QUERIES, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_values_make_no_difference(pairs: list[tuple[str, str]], random: object) -> None:
    single = {"q", "urut", "halaman"}
    taken: set[str] = set()
    # Of a parameter with one value the first counts, so only one of each takes part.
    kept = [pair for pair in pairs if pair[0] not in single or (pair[0] not in taken and not taken.add(pair[0]))]  # type: ignore[func-returns-value]
    shuffled = [*kept, *(pair for pair in kept if pair[0] not in single)]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert read(shuffled) == read(kept)


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_a_redirect_never_leads_to_another_one(pairs: list[tuple[str, str]]) -> None:
    asked = read(pairs)
    if needs_redirect(urlencode(pairs), asked):
        target = canonical_string(asked)
        assert not needs_redirect(target, parse_asked(parse_qs(target), VOCABULARY))


def test_an_address_is_sorted_and_clean() -> None:
    query = "rak=keripik&bahan=rotan&q=&bahan=bambu&halaman=1&rak=makanan&bahan=rotan&urut=&utm_source=x"
    asked = read(parse_qsl(query, keep_blank_values=True))
    assert canonical_string(asked) == "bahan=bambu&bahan=rotan&rak=keripik"
    assert needs_redirect(query, asked)
    assert not asked.unknown


def test_what_does_not_exist_is_told_and_left_where_it_is() -> None:
    query = "wilayah=sambas&bahan=Rotan&bahan=emas&urut=acak"
    asked = read(parse_qsl(query))
    assert asked.unknown == ("Rotan", "acak", "emas")
    assert asked.chosen == ((Facet.PLACE, ("sambas",)),)
    assert not needs_redirect(query, asked)
    assert not is_indexable(asked)


@pytest.mark.parametrize("query", ["q=lidah%20buaya", "q=lidah+buaya", "%71=lidah+buaya"])
def test_how_letters_are_escaped_makes_no_difference(query: str) -> None:
    assert not needs_redirect(query, read(parse_qsl(query)))


def test_a_part_narrows_what_contains_it() -> None:
    asked = read([("wilayah", "sambas"), ("wilayah", "sambas-tebas"), ("ovop", "ada"), ("ovop", "3-5")])
    assert asked.values(Facet.PLACE) == ("sambas-tebas",)
    assert asked.values(Facet.OVOP) == ("3-5",)


def test_values_are_limited() -> None:
    asked = read([("bahan", f"bahan-{n}") for n in range(40)] + [("teknik", f"x{n}") for n in range(40)])
    assert len(asked.values(Facet.MATERIAL)) == MAX_VALUES
    assert len(asked.unknown) == MAX_UNKNOWN


def test_a_hostile_query_is_read_too() -> None:
    query = "&".join(f"a{n}=1" for n in range(600))
    assert needs_redirect(query, read([]))
    assert read([("q", "x" * 100_000), ("halaman", "9" * 50)]).page == 1


def test_values_are_added_and_taken_away() -> None:
    asked = read([("bahan", "rotan"), ("halaman", "3")])
    more = asked.also(Facet.SHELF, "makanan", VOCABULARY[Facet.SHELF])
    assert canonical_string(more) == "bahan=rotan&rak=makanan"
    part = more.also(Facet.SHELF, "keripik", VOCABULARY[Facet.SHELF])
    assert part.values(Facet.SHELF) == ("keripik",)
    assert canonical_string(part.without(Facet.SHELF, "keripik").at(2)) == "bahan=rotan&halaman=2"


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", True), ("bahan=rotan", True), ("bahan=rotan&halaman=2", True), ("bahan=rotan&bahan=bambu", False),
     ("bahan=rotan&rak=makanan", False), ("q=kopi", False), ("urut=nama", False), ("rak=tidak-ada", False)],
)  # fmt: skip
def test_only_one_value_deep_is_indexed(query: str, expected: bool) -> None:
    assert is_indexable(read(parse_qsl(query))) is expected


def test_indexable_addresses_grow_with_the_values_and_not_with_their_combinations() -> None:
    """A crawler that tries every pair of values finds one indexable first page for each value, and the plain list."""
    values = [(facet.value, slug) for facet, slugs in VOCABULARY.items() for slug in slugs]
    tried = [[], *([one] for one in values), *([one, two] for one in values for two in values)]
    found = {canonical_string(asked) for pairs in tried if is_indexable(asked := read(pairs))}
    assert len(tried) > 4000
    assert len(found) == len(values) + 1
