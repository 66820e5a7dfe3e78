"""What narrows a list: what an address asks, what is in use, and the addresses without it."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.core.filters import Choice, Day, Filters, Words

WORDS = Words("q", "Nama", 12)
STATE = Choice("status", "Status", {"tayang": "Tayang", "draf": "Draf"})
SINCE = Day("sejak", "Sejak")
DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31))
PLACE = Choice("tempat", "Tempat", {"home": "Depan", "kios": "Kios"}, any_label="", start="kios")


def test_what_is_asked_is_read_and_told() -> None:
    filters = Filters({"q": " tenun ", "status": "draf", "sejak": "2026-11-02"}, WORDS, STATE, SINCE)
    assert (filters.text("q"), filters.text("status"), filters.day("sejak")) == ("tenun", "draf", date(2026, 11, 2))
    assert [(one.label, one.words) for one in filters.active] == [
        ("", "“tenun”"),
        ("Status", "Draf"),
        ("Sejak", "2 November 2026"),
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("status", "dihapus"), ("status", ""), ("tempat", "bulan"), ("lain", "x"), ("q", "   ")]
)
def test_what_is_no_value_of_a_field_narrows_nothing(name: str, value: str) -> None:
    filters = Filters({name: value}, WORDS, STATE, SINCE, PLACE)
    assert not filters.active
    assert filters.text("tempat") == "kios"


@pytest.mark.parametrize(
    "typed", ["kemarin", "2026-02-30", "2/11/2026", "20261102", "2026-W45-1", "0001-01-01", "9999-12-31"]
)
def test_a_day_nobody_understands_stays_in_its_field_and_narrows_nothing(typed: str) -> None:
    filters = Filters({"sejak": typed}, SINCE)
    (shown,) = filters.fields
    assert (shown.value, bool(shown.fault), filters.day("sejak"), filters.active) == (typed, True, None, ())


def test_words_are_cut_where_the_field_ends() -> None:
    assert Filters({"q": "x" * 13}, WORDS).text("q") == "x" * 12


def test_a_choice_that_always_has_a_value_is_no_filter_to_remove() -> None:
    filters = Filters({"tempat": "home"}, PLACE, keep={"bulan": "2026-11"})
    assert not filters.active
    assert filters.query(2) == "?bulan=2026-11&tempat=home&hal=2"
    assert filters.bare == "?bulan=2026-11"


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "q": st.text(max_size=20),
            "status": st.sampled_from(["tayang", "draf", "x"]),
            "sejak": DATES,
        },
    ),
    st.integers(1, 50),
)
def test_every_address_asks_for_what_is_shown_and_one_chip_less(asked: dict[str, object], page: int) -> None:
    fields = (WORDS, STATE, SINCE)
    filters = Filters({name: str(value) for name, value in asked.items()}, *fields)
    again = Filters({name: values[0] for name, values in parse_qs(filters.query(page)[1:]).items()}, *fields)
    assert again.fields == filters.fields
    for one in filters.active:
        without = Filters({name: values[0] for name, values in parse_qs(one.query_without[1:]).items()}, *fields)
        assert [other.label for other in without.active] == [o.label for o in filters.active if o != one]
