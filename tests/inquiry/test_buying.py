"""Dates, tariff numbers, countries, neighbours' telephones, numbers of identity cards: read from what people type."""

from datetime import date

import pytest

from griya.inquiry.rules.buying import NEAR, Terms, country_names, known_certificates, read_day, read_hs_code
from griya.inquiry.rules.files import KeptFile, unpacked
from griya.inquiry.rules.identity import cover_identity, has_covered
from griya.inquiry.rules.phones import read_phone
from griya.registry.rules.unreadable import Unreadable

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("  ", None),
        ("2026-11-26", TODAY),
        ("26/11/2026", TODAY),
        ("1.2.2027", date(2027, 2, 1)),
        ("28-02-2028", date(2028, 2, 28)),
    ],
)
def test_a_day_is_read_as_browsers_send_it_and_as_people_write_it(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2026-11-25", "sudah lewat"),
        ("2029-01-01", "lebih dari dua tahun"),
        ("31/02/2027", "tidak ada di kalender"),
        ("besok", "31/12/2026"),
        ("\x00", "31/12/2026"),
        ("٢٦/١١/٢٠٢٦", "31/12/2026"),
    ],
)
def test_another_day_is_refused_with_its_reason(typed: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "code"), [("", None), ("4602", "4602"), ("4602.12", "460212"), ("4602 12 10", "46021210")]
)
def test_a_tariff_number_is_kept_as_digits(typed: str, code: str | None) -> None:
    assert read_hs_code(typed) == code


@pytest.mark.parametrize("typed", ["46", "46021", "rotan", "4602121234567", "４６０２"])
def test_what_is_no_tariff_number_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="4602"):
        read_hs_code(typed)


def test_the_neighbours_come_first_and_home_is_no_foreign_country() -> None:
    for language, brunei in (("id", "Brunei"), ("en", "Brunei")):
        names = country_names(language)
        assert tuple(names)[:3] == NEAR and names["BN"] == brunei
        assert "ID" not in names and "ZZ" not in names and "EU" not in names and len(names) > 190


def test_unknown_certificates_are_left_out_and_the_others_stand_in_one_order() -> None:
    assert known_certificates(["uji", "halal", "x", "halal"]) == ("halal", "uji")


def test_terms_say_everything_that_tells_two_inquiries_apart() -> None:
    assert Terms("ekspor", need_by=TODAY).said != Terms("ekspor").said
    assert len(Terms().said) == len(Terms.__slots__)


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("0561 734567", "+62561734567"),
        ("+60 12-345 6789", "+60123456789"),
        ("60123456789", "+60123456789"),
        ("0060123456789", "+60123456789"),
        ("+60 82-123 456", "+6082123456"),
        ("+673 712 3456", "+6737123456"),
        ("6737123456", "+6737123456"),
        ("+65 8123 4567", "+6581234567"),
        ("65 8123 4567", "+6581234567"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_numbers_of_home_and_of_the_neighbours_are_read(typed: str, e164: str) -> None:
    assert read_phone(typed) == e164


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("012-345 6789", r"bukan nomor Indonesia.*\+60 123456789"),
        ("+65 812 345", "Singapura terdiri atas 8 angka"),
        ("+673 12345678901", "Brunei terdiri atas 7 angka"),
        ("+60 1", "8 sampai 15 angka"),
        ("+60 123 456 789 012", "Malaysia terdiri atas"),
        ("0812", "9 sampai 13 angka"),
        ("rumah", "berisi huruf"),
        ("734567", "tanpa kode wilayah"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(typed: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_phone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NIK saya 6171014101900001 ya", "NIK saya 6171••••••01 ya"),
        ("6171.0101.0190.0001", "6171••••••01"),
        ("6171 0101 0190 0001", "6171••••••01"),
        ("6171015112900002", "6171••••••02"),
    ],
)
def test_an_identity_number_is_covered(typed: str, kept: str) -> None:
    assert cover_identity(typed) == kept and has_covered(kept)
    assert cover_identity(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "0812-3456-7890",
        "ID61110000123450722",  # a halal certificate: 17 digits
        "2066106019115-28",  # a P-IRT number
        "9912310000000000",  # no region of that number
        "6171019913900001",  # no such month
        "6171010101900000",  # counted from 1
        "1234567890123456789",
        "rekening 0081234567890",
    ],
)
def test_other_long_numbers_stay_as_they_are(typed: str) -> None:
    assert cover_identity(typed) == typed and not has_covered(typed)


def test_a_kept_file_is_known_again_by_its_word_and_nothing_else() -> None:
    file = KeptFile("a" * 64, "pdf", 120, "Surat pesanan “CV Büro”.pdf")
    assert unpacked(file.packed) == file and "." not in file.packed
    for word in ("", "x", file.packed[1:], file.packed.replace("pdf", "exe"), f"{'a' * 64}-pdf-0-", f"{file.packed}é"):
        assert unpacked(word) is None
