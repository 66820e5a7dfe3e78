"""What one cell says."""

import pytest

from griya.catalog.rules import amounts
from griya.intake.rules import cells, choices
from griya.registry.rules.unreadable import Unreadable


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("IKAN KERING, RAMBAK IKAN PUNTI", ["IKAN KERING", "RAMBAK IKAN PUNTI"]),
        ("RENGGINANG (IKAN, UDANG, CUMI)", ["RENGGINANG (IKAN, UDANG, CUMI)"]),
        ("STIK 0,5 KG, AMPLANG", ["STIK 0,5 KG", "AMPLANG"]),
        ("AMPLANG;KERUPUK\nDODOL", ["AMPLANG", "KERUPUK", "DODOL"]),
        ("AMPLANG,, -,", ["AMPLANG"]),
        ("KERUPUK (IKAN, UDANG", ["KERUPUK (IKAN", "UDANG"]),
        ("KERUPUK DAN KERIPIK", ["KERUPUK DAN KERIPIK"]),
        (" - ", []),
    ],
)
def test_a_list_is_parted_at_commas_but_not_inside_brackets_or_numbers(typed: str, parts: list[str]) -> None:
    assert cells.split_list(typed) == parts


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Dapur \t Bu\r\nAni ", "Dapur Bu Ani"),
        ("Da\u200bpur\u202e\x00 \ud800x", "Dapur x"),
        ("Cafe\u0301\u00a0Kopi", "Café Kopi"),
        ("'=1+1", "=1+1"),
        ("'Aisyiyah", "'Aisyiyah"),
        ("👩\u200d🍳 Dapur", "👩\u200d🍳 Dapur"),
    ],
)
def test_a_cell_is_cleaned_of_what_no_person_types(typed: str, clean: str) -> None:
    assert cells.clean(typed) == clean


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1.000", 1000), ("12.0", 12), ("10 pcs", 10), ("007", 7)])
def test_a_whole_number_is_read_with_its_word(typed: str, number: int) -> None:
    assert amounts.whole_number(typed) == number


@pytest.mark.parametrize("typed", ["-1", "1,5", "sepuluh", "1e9", "99999999999", "9" * 400, "10-20", "１２,５"])
def test_anything_else_is_no_whole_number(typed: str) -> None:
    with pytest.raises(Unreadable):
        amounts.whole_number(typed)


def test_weights_volumes_and_times_are_read_in_the_units_people_use() -> None:
    assert [amounts.grams(t) for t in ("250", "250 g", "1,5 kg", "1.5kg", "1.000 gram", "2 ons")] == [
        250, 250, 1500, 1500, 1000, 200,
    ]  # fmt: skip
    assert [amounts.millilitres(t) for t in ("600 ml", "1,5 liter", "1 L")] == [600, 1500, 1000]
    assert [amounts.days(t) for t in ("7", "2 minggu", "6 bulan")] == [7, 14, 180]
    for typed in ("banyak", "0", "30x40 cm", "-5 g", "1,2345 kg", "0,5 g", "9999999999 kg"):
        with pytest.raises(Unreadable):
            amounts.grams(typed)


def test_a_bare_yes_or_no_about_halal_is_asked_back() -> None:
    for typed in ("ya", "Tidak", "HALAL", "ada"):
        with pytest.raises(Unreadable, match="belum jelas"):
            choices.halal_status(typed)
    assert choices.halal_status("Tidak halal") == "tidak_halal"
    assert choices.halal_status("BELUM") == "belum"
    assert choices.halal_status("tidak_wajib") == "tidak_wajib"
