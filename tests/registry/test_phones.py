"""Telephone numbers as buyers type them and as spreadsheets leave them."""

import pytest

from griya.registry.rules.phones import parse_phone, split_phone_cell, whatsapp_url
from griya.registry.rules.unreadable import Unreadable


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "(0812) 3456.7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812-3456-7890",
        "+62 0812 3456 7890",
        "006281234567890",
        "6281234567890",
        "81234567890",
        "81234567890.0",
        "'081234567890",
        "WA: 0812-3456-7890",
        "Telp. 081234567890",
        "HP081234567890",
        "0812\u20113456\u20117890",
        "\u202a+62 812\u00a03456\u00a07890\u202c",
    ],
)
def test_one_mobile_is_read_from_every_way_it_is_written(typed: str) -> None:
    phone = parse_phone(typed)
    assert (phone.e164, phone.country, phone.is_mobile) == ("+6281234567890", "ID", True)
    assert (phone.display, phone.display_international) == ("0812-3456-7890", "+62 812-3456-7890")


@pytest.mark.parametrize(
    ("typed", "e164", "country", "is_mobile", "display"),
    [
        ("0561-736541", "+62561736541", "ID", False, "(0561) 736541"),
        ("(0335) 425943", "+62335425943", "ID", False, "(0335) 425943"),
        ("021 12345678", "+622112345678", "ID", False, "(021) 12345678"),
        ("0800-123-456", "+62800123456", "ID", False, "0800 123456"),
        ("0811175163", "+62811175163", "ID", True, "0811-175-163"),
        ("+60 12-345 6789", "+60123456789", "MY", True, "+60 12-345 6789"),
        ("0060123456789", "+60123456789", "MY", True, "+60 12-345 6789"),
        ("+6082 412345", "+6082412345", "MY", False, "+60 82-412 345"),
        ("+673 712 3456", "+6737123456", "BN", True, "+673 712 3456"),
        ("+65 9123 4567", "+6591234567", "SG", True, "+65 9123 4567"),
        ("+1 202 555 0123", "+12025550123", "US", True, "+1 202-555-0123"),
        ("+31 6 12345678", "+31612345678", "NL", True, "+31 6 12345678"),
        ("+39 02 1234 5678", "+390212345678", "IT", False, "+39 02 1234 5678"),
    ],
)
def test_numbers_of_every_kind_and_country_are_read(
    typed: str, e164: str, country: str, is_mobile: bool, display: str
) -> None:
    phone = parse_phone(typed)
    assert (phone.e164, phone.country, phone.is_mobile, phone.display) == (e164, country, is_mobile, display)


@pytest.mark.parametrize(
    ("typed", "display"),
    [("0841234567", "0841-2345-67"), ("0840 1234 5678 9", "0840-1234-56789"), ("084123456", "0841-2345-6")],
)
def test_a_mobile_range_the_library_does_not_know_passes_by_its_shape(typed: str, display: str) -> None:
    phone = parse_phone(typed)
    assert phone.is_mobile
    assert phone.display == display
    assert phone.display_international == f"+62 {display[1:]}"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "belum diisi"),
        ("-", "belum diisi"),
        ("8.52348e+010", "lembar kerja"),
        ("8,52348E+10", "lembar kerja"),
        ("08123456", "8 angka, seharusnya 9"),
        ("08123456789012", "14 angka"),
        ("0561", "lengkap"),
        ("736541", "kode wilayah"),
        ("14045", "kode wilayah"),
        ("belum ada", "huruf"),
        ("0812x3456", "huruf"),
        ("\u0660\u0668\u0661\u0662", "huruf"),
        ("+1234", "8 sampai 15"),
        ("+0812345678", "8 sampai 15"),
        ("+1234567890123456", "8 sampai 15"),
        ("+999 1234567", "Kode negara"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse_phone(typed)


def test_a_whatsapp_link_carries_the_draft_percent_encoded() -> None:
    text = "Halo, saya melihat Amplang Tenggiri di Griya IKM (GIKM-000123). Apakah tersedia?"
    assert whatsapp_url(parse_phone("0812-3456-7890"), text) == (
        "https://wa.me/6281234567890?text=Halo%2C%20saya%20melihat%20Amplang%20Tenggiri%20di%20Griya%20IKM%20"
        "%28GIKM-000123%29.%20Apakah%20tersedia%3F"
    )


def test_a_whatsapp_link_without_a_draft_has_no_query() -> None:
    assert whatsapp_url(parse_phone("+60 12-345 6789")) == "https://wa.me/60123456789"


@pytest.mark.parametrize("typed", ["0561-736541", "0800 123 456", "+6082 412345"])
def test_a_number_that_is_no_mobile_has_no_whatsapp_link(typed: str) -> None:
    assert whatsapp_url(parse_phone(typed), "Halo") is None


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0335 - 220857 / 085208614062", ["+62335220857", "+6285208614062"]),
        ("(0335) 425943, 081266321671", ["+62335425943", "+6281266321671"]),
        ("0335 - 675250", ["+62335675250"]),
        ("81252774189", ["+6281252774189"]),
        ("0811175163", ["+62811175163"]),
        ("081234567890 085212345678", ["+6281234567890", "+6285212345678"]),
        ("0812 3456 7890; 0852 1234 5678", ["+6281234567890", "+6285212345678"]),
        ("081234567890 atau\n+60 12-345 6789", ["+6281234567890", "+60123456789"]),
        ("081234567890 / -", ["+6281234567890"]),
        ("", []),
        ("  ", []),
        ("-", []),
    ],
)
def test_every_number_of_a_cell_is_found(cell: str, numbers: list[str]) -> None:
    parts = split_phone_cell(cell)
    assert [part.phone.e164 for part in parts if part.phone] == numbers
    assert [part.reason for part in parts if part.phone is None] == []


@pytest.mark.parametrize("cell", ["8.52348e+010", "8,52348e+010", " 8.23302E+10 "])
def test_a_number_destroyed_by_a_spreadsheet_is_told_and_never_guessed(cell: str) -> None:
    (part,) = split_phone_cell(cell)
    assert part.phone is None
    assert "lembar kerja" in part.reason


def test_a_usable_number_is_kept_beside_an_unusable_one() -> None:
    usable, unusable = split_phone_cell("081234567890 / 39")
    assert usable.phone is not None
    assert (unusable.raw, unusable.phone) == ("39", None)
    assert "kode wilayah" in unusable.reason


def test_a_spaced_cell_is_parted_only_where_every_word_is_a_number() -> None:
    (part,) = split_phone_cell("081234567890 39")
    assert (part.raw, part.phone) == ("081234567890 39", None)


def test_the_telephones_of_a_real_list_are_read_or_explained() -> None:
    # The distinct forms in a list of 68 makers as an office kept it; digits after the first four are replaced.
    cells = [
        *("8.52348e+010", "8.23302e+010", "8.78519e+010", "0335-728354", "0335 - 675250", "-", "", "0811175163"),
        *("0335 - 220857 / 085208614062", "(0335) 425943, 081266321671", "81252774189", "85232848164"),
    ]
    parts = [part for cell in cells for part in split_phone_cell(cell)]
    assert sum(part.phone is not None for part in parts) == 9
    assert sum("lembar kerja" in part.reason for part in parts) == 3
    assert len(parts) == 12
