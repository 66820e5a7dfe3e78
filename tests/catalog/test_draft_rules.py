"""What a draft's typed texts mean, what differs between two, and how two writers are joined."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griya.catalog.rules.difference import Part, differences, join, word_parts
from griya.catalog.rules.draft import SPECS, Known, clean_fields, read_fields

TODAY = date(2026, 11, 26)
KNOWN = Known(
    categories={"makanan": 1}, materials={"rotan": 4, "bambu": 5}, techniques={"anyam": 6}, regions={"61.01": 7}
)
WORDS = st.text(alphabet="ab c\n.é", max_size=40)


def read(**fields: Any) -> Any:
    return read_fields(clean_fields(fields), KNOWN, on=TODAY)


def test_an_empty_draft_has_no_findings() -> None:
    reading = read()
    assert reading.findings == {}
    assert reading.values["name_id"] == "" and reading.values["price_idr"] is None


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("net_weight_g", "1,5 kg", 1500), ("net_volume_ml", "250 ml", 250), ("lead_time_days", "2 minggu", 14),
        ("shelf_life_days", "6 bulan", 180), ("moq", "1.000", 1000), ("capacity_per_month", "250 pcs", 250),
        ("hs_code", "460219", "4602.19"), ("hs_code", "4602.19.90", "4602.19.90"), ("category", "makanan", 1),
        ("made_in", "61.01", 7), ("consent_on", "2026-11-26", TODAY), ("materials", ["rotan"], ("rotan",)),
        ("halal_status", "belum", "belum"), ("unit", "Pak", "pak"),
    ],
)  # fmt: skip
def test_a_typed_text_is_read(key: str, typed: Any, value: Any) -> None:
    reading = read(**{key: typed})
    assert reading.findings == {}
    assert reading.values[key] == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("net_weight_g", "berat"), ("moq", "0"), ("moq", "banyak"), ("hs_code", "46"), ("category", "antah"),
        ("made_in", "99.99"), ("consent_on", "2026-11-27"), ("consent_on", "kemarin"), ("consent_on", "0001-01-01"),
        ("materials", ["emas"]), ("materials", [f"m{n}" for n in range(20)]), ("halal_status", "mungkin"),
        ("slug", "Kue Bingke"), ("name_id", "a" * 121), ("description_id", "a" * 5_001), ("price_mode", "gratis"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_at_its_field_and_kept(key: str, typed: Any) -> None:
    fields = clean_fields({key: typed})
    assert key in read_fields(fields, KNOWN, on=TODAY).findings
    assert fields[key] == (sorted(typed) if isinstance(typed, list) else typed)


def test_a_price_is_read_only_where_it_is_told() -> None:
    assert read(price_mode="tampil", price_idr="25.000").values["price_idr"] == 25_000
    assert "price_idr" in read(price_mode="mulai", price_idr="25rb").findings
    assert "price_idr" in read(price_mode="tampil", price_idr="0").findings
    asked = read(price_mode="tanya", price_idr="25rb")
    assert asked.findings == {} and asked.values["price_idr"] is None


def test_what_is_not_halal_says_what_it_holds() -> None:
    assert "halal_note" in read(halal_status="tidak_halal").findings
    assert read(halal_status="tidak_halal", halal_note="mengandung babi").findings == {}


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([spec.key for spec in SPECS]), st.text(max_size=60)))
def test_no_text_at_all_breaks_the_reading(fields: dict[str, str]) -> None:
    kept = clean_fields(fields)
    assert clean_fields(kept) == kept
    read_fields(kept, KNOWN, on=TODAY)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
def test_the_parts_of_a_difference_make_up_both_texts(before: str, after: str) -> None:
    parts = word_parts(before, after)
    assert "".join(text for part, text in parts if part is not Part.ADDED) == before
    assert "".join(text for part, text in parts if part is not Part.REMOVED) == after


def test_only_the_words_that_changed_are_told() -> None:
    assert word_parts("Kue dari ikan segar", "Kue dari udang segar") == (
        (Part.SAME, "Kue dari"), (Part.REMOVED, " ikan"), (Part.ADDED, " udang"), (Part.SAME, " segar"),
    )  # fmt: skip


def test_a_huge_text_is_told_as_replaced_instead_of_compared() -> None:
    assert [part for part, _ in word_parts("a " * 3_000, "b " * 3_000)] == [Part.REMOVED, Part.ADDED]


def test_fields_that_are_the_same_are_not_told() -> None:
    found = differences({"name_id": "A", "unit": "pak"}, {"name_id": "B", "unit": "pak"})
    assert [(one.key, one.before, one.after) for one in found] == [("name_id", "A", "B")]


def fields(**values: Any) -> dict[str, Any]:
    return clean_fields(values)


def test_two_writers_of_different_fields_are_joined_and_of_the_same_one_are_asked() -> None:
    base = fields(name_id="Kue", unit="pak", moq="5", materials=["rotan"])
    theirs = fields(name_id="Kue Bingke", unit="dus", moq="5", materials=["rotan", "bambu"])
    mine = fields(name_id="Kue Lapis", unit="pak", moq="10", materials=["rotan"])
    joined = join(base, theirs, mine)
    assert [(one.key, one.theirs, one.mine) for one in joined.clashes] == [("name_id", "Kue Bingke", "Kue Lapis")]
    assert joined.fields["name_id"] == "Kue Lapis" and joined.fields["moq"] == "10"
    assert joined.fields["unit"] == "dus" and joined.fields["materials"] == ["bambu", "rotan"]
    assert set(joined.taken_over) == {"unit", "materials"}


def test_without_knowing_what_was_read_everything_that_differs_is_asked() -> None:
    joined = join({}, fields(unit="dus"), fields(unit="pak"))
    assert [one.key for one in joined.clashes] == ["unit"] and joined.fields["unit"] == "pak"


TEXT = st.sampled_from(["", "a", "b", "c"])


@settings(max_examples=300, deadline=None)
@given(*[st.fixed_dictionaries({"name_id": TEXT, "unit": TEXT, "moq": TEXT})] * 3)
def test_nobodys_words_are_lost_in_a_join(base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]) -> None:
    joined = join(fields(**base), fields(**theirs), fields(**mine))
    asked = {one.key for one in joined.clashes}
    for key in base:
        if mine[key] != base[key]:
            assert joined.fields[key] == mine[key]
        if theirs[key] != base[key] and theirs[key] != joined.fields[key]:
            assert key in asked
