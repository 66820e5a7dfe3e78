"""Places by code and by name, never guessed between two."""

import pytest

from griya.intake.rules.columns import Field
from griya.intake.rules.places import Gazetteer, KnownRegion, NoPlace, Typed, address_with
from griya.registry.reference.load import load_regions

ROWS = load_regions()
IDS = {row.code: number for number, row in enumerate(ROWS, start=1)}
GAZETTEER = Gazetteer(
    tuple(KnownRegion(IDS[row.code], row.code, row.level, row.name) for row in ROWS),
    {row.code: row.bps_code for row in ROWS if row.bps_code and row.level in ("regency", "city")},
)
PROBOLINGGO = "Kota Probolinggo, Jawa Timur"


def codes(*typed: str) -> tuple[str, str]:
    place = GAZETTEER.settle(Typed(*typed))
    by_id = {number: code for code, number in IDS.items()}
    return by_id[place.regency_id or 0], by_id[place.region_id or 0]


@pytest.mark.parametrize(
    "typed", ["Sambas", "KAB. SAMBAS", "kabupaten sambas", "Kab Sambas", " Kab.Sambas ", "61.01", "6101"]
)
def test_a_kabupaten_is_found_however_it_is_written(typed: str) -> None:
    assert codes(typed) == ("61.01", "61.01")


def test_places_are_found_within_their_parents() -> None:
    assert codes("Kubu Raya", "Sungai Raya") == ("61.12", "61.12.01")
    assert codes("Kab. Bengkayang", "KEC. SEI RAYA") == ("61.07", "61.07.01")
    assert codes("Kota Pontianak", "Pontianak Selatan")[0] == "61.71"
    assert codes("61.01", "61.01.01", "61.01.01.2024") == ("61.01", "61.01.01.2024")
    assert codes("", "Tebas") == ("61.01", "61.01.04")


def test_a_name_that_two_kabupaten_share_asks_for_the_kabupaten() -> None:
    with pytest.raises(NoPlace, match=r"ada di Kab\. Bengkayang dan Kab\. Kubu Raya") as refusal:
        GAZETTEER.settle(Typed(district="Sungai Raya"))
    assert refusal.value.field is Field.DISTRICT


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (Typed(), "belum diisi"),
        (Typed(village="Jati"), "belum diisi"),
        (Typed("Sambaz"), "Mungkin maksudnya Kab. Sambas"),
        (Typed("6102"), "Kemendagri dan menurut BPS"),
        (Typed("61.13"), "bukan kode kabupaten/kota"),
        (Typed("Kab. Pontianak"), "Kabupaten Mempawah"),
        (Typed("Sambas", "Sungai Raya"), "tidak ada di Kab. Sambas"),
        (Typed("Kota Probolinggo"), "--outside"),
        (Typed("", "Mayangan"), "--outside"),
    ],
)
def test_a_place_that_cannot_be_settled_says_why(typed: Typed, sentence: str) -> None:
    with pytest.raises(NoPlace, match=sentence):
        GAZETTEER.settle(typed)


def test_a_village_that_is_not_found_stays_in_the_address() -> None:
    place = GAZETTEER.settle(Typed("Sambas", "Tebas", "Entah"))
    assert place.region_id == IDS["61.01.04"]
    assert place.rest == ((Field.VILLAGE, "Entah"),)
    assert len(place.warnings) == 1


def test_an_outside_place_is_taken_only_when_it_is_told() -> None:
    place = GAZETTEER.settle(Typed("", "Kademangan", "Ketapang"), outside=PROBOLINGGO)
    assert (place.outside, place.regency_id, place.region_id) == (PROBOLINGGO, None, None)
    assert place.rest == ((Field.VILLAGE, "Ketapang"), (Field.DISTRICT, "Kademangan"))
    assert GAZETTEER.settle(Typed("Kota Probolinggo"), outside=PROBOLINGGO).outside == PROBOLINGGO


def test_a_row_of_west_kalimantan_stays_there_beside_outside_rows() -> None:
    assert GAZETTEER.settle(Typed("Kab. Ketapang"), outside=PROBOLINGGO).regency_id == IDS["61.04"]


def test_a_slip_of_the_pen_does_not_move_a_maker_abroad() -> None:
    with pytest.raises(NoPlace, match="bukan Kota Probolinggo"):
        GAZETTEER.settle(Typed("Kab. Ketapamg"), outside=PROBOLINGGO)


def test_an_address_names_its_places_once() -> None:
    assert address_with("Jl. A Kel. Jati", [("Kel.", "Jati"), ("Kec.", "Mayangan")]) == "Jl. A Kel. Jati, Kec. Mayangan"
    assert address_with("", [("Desa", "Desa Jati")]) == "Desa Jati"
