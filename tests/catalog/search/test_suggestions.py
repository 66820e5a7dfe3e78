"""Suggestions: of every kind, for an unfinished word, through a typo, never of what is not public, and few."""

import pytest

from griya.catalog.models.search import DocumentKind
from griya.catalog.queries.lookup.suggestions import suggest

pytestmark = pytest.mark.usefixtures("catalogue")


def labels(text: str, kind: str | None = None) -> list[str]:
    return [entry.name for entry in suggest(text).entries if kind in {None, entry.kind}]


@pytest.mark.parametrize("text", ["te", "ten", "tenun", "kerup", "mad", "a", "s", "kopi l", "lidah bu", "ka "])
def test_there_are_at_most_ten_each_once_and_every_one_has_an_address(text: str) -> None:
    entries = suggest(text).entries
    assert len(entries) <= 10
    assert len({(entry.kind, entry.object_id) for entry in entries}) == len(entries)
    assert all(entry.name and entry.slug for entry in entries)


def test_all_four_kinds_are_suggested_shelves_first_then_places_makers_and_products() -> None:
    kinds = [entry.kind for entry in suggest("ten").entries]
    order = [DocumentKind.SHELF, DocumentKind.PLACE, DocumentKind.PRODUCER, DocumentKind.PRODUCT]
    assert kinds == sorted(kinds, key=order.index)
    assert {DocumentKind.SHELF, DocumentKind.PRODUCER, DocumentKind.PRODUCT} <= set(kinds)
    assert "Kab. Sambas" in labels("samb", DocumentKind.PLACE)


@pytest.mark.parametrize("length", range(3, 9))
def test_a_word_is_suggested_from_its_first_letters_on(length: int) -> None:
    assert "Dodol Lidah Buaya" in labels("lidah buaya"[: length + 3])


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("lida bua", "Dodol Lidah Buaya"),
        ("tenum samb", "Kopiah Tenun Sambas"),
        ("songkt", "Songket Sambas Tenunan Batulayang"),
        ("anyma", "Sanggar Anyam Batang Sekayam"),
        ("kerpu", "Kerupuk Udang Rebon"),
        ("krupuk ud", "Kerupuk Udang Rebon"),
        ("keripk nan", "Keripik Nanas Galang"),
        ("aloe ver", "Dodol Lidah Buaya"),
        ("rattan ma", "Bidai Rotan 200 × 300"),
        ("singkwang", "Kota Singkawang"),
        ("dapur lemok", "Dapur Lempok Seroja"),
    ],
)
def test_a_typo_and_another_language_are_survived(typed: str, label: str) -> None:
    assert label in labels(typed), labels(typed)


def test_a_correction_is_told() -> None:
    assert suggest("tenun").corrected == ""
    assert suggest("songkt").corrected == "songket"


@pytest.mark.parametrize("text", ["", " ", "%", "\0", "😀", "zzzzqqq", "1", "9" * 100, "a" * 100, "- - -", "'\"*()"])
def test_nothing_is_suggested_for_nothing(text: str) -> None:
    assert suggest(text).entries == ()


def test_the_limit_is_kept() -> None:
    assert len(suggest("ka", limit=3).entries) == 3


def test_the_english_name_stands_beside_the_indonesian() -> None:
    found = {str(entry.name): entry.name.en for entry in suggest("dodol lidah").entries}
    assert found["Dodol Lidah Buaya"] == "Aloe vera dodol"


def test_what_tells_a_suggestion_from_others_is_told_in_both_languages() -> None:
    places = {str(entry.name): entry for entry in suggest("samb").entries if entry.kind == DocumentKind.PLACE}
    assert places["Kab. Sambas"].name.en == "Sambas Regency"
    makers = [entry for entry in suggest("dapur").entries if entry.kind == DocumentKind.PRODUCER]
    assert makers
    for maker in makers:
        assert maker.detail.startswith(("Kab. ", "Kota ")) and maker.detail.en.endswith((" Regency", " City"))
    parts = [entry for entry in suggest("kerup").entries if entry.kind == DocumentKind.SHELF and entry.detail]
    assert parts and all(part.detail.en and part.detail.en != part.detail for part in parts)
