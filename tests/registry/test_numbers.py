"""Numbers of certificates: every known form passes, a known fault is refused, a doubt only warns."""

from datetime import date
from decimal import Decimal

import pytest

from griya.registry.rules.numbers import (
    MAX_NUMBER_LENGTH,
    CredentialKind,
    NumberCheck,
    check_number,
    check_ovop,
    credential_expiry,
    is_expired,
    parse_percent,
)
from griya.registry.rules.unreadable import Unreadable

TODAY = date(2026, 11, 22)


def check(kind: str, raw: str) -> NumberCheck:
    return check_number(kind, raw, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("nib", "0220003690831"),
        ("nib", "9120001234567"),
        ("halal", "ID35410025453320825"),
        ("halal", "ID32110022727310625"),
        ("halal", "ID32110002910810323"),
        ("halal", "ID32110001333131122"),
        ("halal", "ID35410028919870925"),
        ("halal", "ID32410022479760525"),
        ("bpom_md", "MD240935001200027"),
        ("bpom_md", "MD272827002200050"),
        ("bpom_md", "MD224510107115"),
        ("bpom_md", "MD265228006191"),
        ("bpom_cosmetic", "NA18171234567"),
        ("bpom_herbal", "TR092699241"),
        ("merek", "IDM000123456"),
        ("merek_application", "DID2024012345"),
        ("merek_application", "J002023012345"),
        ("ig", "IDG000000123"),
        ("sni", "SNI 3553:2015"),
        ("sni", "SNI 01-4031-1996"),
        ("sni", "SNI ISO 9626:2018"),
        ("slhs", "440/123/SLHS/2026"),
        ("tkdn", "1234/SJ-IND.8/TKDN/5/2026"),
        ("ovop", ""),
        ("sni_bina_umk", ""),
    ],
)
def test_a_number_in_its_known_form_passes_unchanged(kind: str, number: str) -> None:
    result = check(kind, number)
    assert (result.value, result.errors, result.warnings) == (number, (), ())


@pytest.mark.parametrize(
    ("number", "ends"),
    [
        ("2073671040052-26", 2026),
        ("8053271011479-30", 2030),
        ("2053204080576-29", 2029),
        ("3063306010072-19", 2019),
    ],
)
def test_a_pirt_number_passes_and_tells_its_last_day(number: str, ends: int) -> None:
    result = check("pirt", number)
    assert (result.value, result.errors, result.expires_on) == (number, (), date(ends, 12, 31))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("nib", " 0220 0036 90831 ", "0220003690831"),
        ("nib", "'0220003690831", "0220003690831"),
        ("nib", "NIB: 0220003690831", "0220003690831"),
        ("halal", "id 3541 0025 4533 2082 5", "ID35410025453320825"),
        ("halal", "ID.35410025453320825", "ID35410025453320825"),
        ("pirt", "P-IRT No. 2.07.6171.04.0052-26", "2076171040052-26"),
        ("pirt", "pirt 207617104005226", "2076171040052-26"),
        ("pirt", "SPP-IRT 2076171040052\u201326", "2076171040052-26"),
        ("bpom_md", "BPOM RI MD 272827002200050", "MD272827002200050"),
        ("bpom_md", "md 2245 1010 7115", "MD224510107115"),
        ("bpom_cosmetic", "POM NA 18171234567", "NA18171234567"),
        ("bpom_herbal", "POM TR. 092 699 241", "TR092699241"),
        ("sni", "sni  3553 : 2015", "SNI 3553:2015"),
        ("sni", "SNI3553:2015", "SNI 3553:2015"),
        ("sni", "3553:2015", "SNI 3553:2015"),
        ("slhs", "  440 / 123\tX ", "440 / 123 X"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_is_typed(kind: str, typed: str, kept: str) -> None:
    result = check(kind, typed)
    assert (result.value, result.errors, result.warnings) == (kept, (), ())


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("nib", "220003690831", "0 di depan"),
        ("nib", "02200036908310", "13 angka"),
        ("nib", "2.2E+11", "13 angka"),
        ("nib", "\u0660220003690831", "13 angka"),
        ("halal", "ID3211000192837", "17 angka"),
        ("halal", "ID3541002545332082", "17 angka"),
        ("halal", "ID3541002545332082512", "17 angka"),
        ("halal", "35410025453320825", "17 angka"),
        ("halal", "00170012340919", "MUI lama"),
        ("halal", "KH.01.2023.12345", "Ketetapan Halal"),
        ("halal", "kh-35410025453320825", "Ketetapan Halal"),
        ("halal", "STTD-2023-00123", "tanda terima"),
        ("halal", "ID35410025453320025", "bulan 00"),
        ("halal", "ID35410025453321325", "bulan 13"),
        ("pirt", "9073671040052-26", "jenis kemasan"),
        ("pirt", "0073671040052-26", "jenis kemasan"),
        ("pirt", "2003671040052-26", "jenis pangan"),
        ("pirt", "2173671040052-26", "jenis pangan"),
        ("pirt", "207367104005-26", "15 angka"),
        ("pirt", "2073671040052", "15 angka"),
        ("pirt", "2073671040052-2026", "15 angka"),
        ("bpom_md", "MD2245101071150", "12 angka"),
        ("bpom_md", "MD22451010711501", "12 angka"),
        ("bpom_md", "2245101071150", "12 angka"),
        ("bpom_cosmetic", "NF18171234567", "NA sampai NE"),
        ("bpom_cosmetic", "NA1817123456", "NA sampai NE"),
        ("bpom_herbal", "XX092699241", "9 angka"),
        ("bpom_herbal", "TR0926992411", "9 angka"),
        ("nib", "", "belum diisi"),
        ("merek", "  ", "belum diisi"),
        ("slhs", "x" * (MAX_NUMBER_LENGTH + 1), "terlalu panjang"),
    ],
)
def test_a_number_in_a_form_the_issuer_never_gives_is_refused(kind: str, typed: str, why: str) -> None:
    result = check(kind, typed)
    assert not result.is_accepted
    assert why in " ".join(result.errors)
    assert result.expires_on is None


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("halal", "ID321100000360830622", "18 angka"),
        ("halal", "ID35410025453321226", "belum tiba"),
        ("halal_mui", "00170012340919", "sertifikat lama"),
        ("halal_mui", "LPPOM-1", "11 sampai 14"),
        ("bpom_md", "ML224510107115", "impor"),
        ("merek", "IDM12345", "IDM"),
        ("merek_application", "2024-1", "D atau J"),
        ("ig", "ID G 1", "IDG"),
        ("sni", "SNI tempe", "SNI 3553:2015"),
        ("tkdn", "", "belum diisi"),
        ("slhs", "", "belum diisi"),
        ("pirt", "2073671040052-26", "Kalimantan Barat"),
        ("pirt", "2076171040052-25", "kedaluwarsa"),
        ("pirt", "2076171040052-32", "paling lama 5 tahun"),
    ],
)
def test_a_doubt_warns_and_does_not_refuse(kind: str, typed: str, why: str) -> None:
    result = check(kind, typed)
    assert result.is_accepted
    assert why in " ".join(result.warnings)


def test_a_pirt_of_west_kalimantan_within_its_term_passes_without_a_word() -> None:
    assert check("pirt", "2076171040052-31").warnings == ()


def test_a_pirt_of_a_pt_or_of_chilled_food_warns() -> None:
    number = "2076171040052-27"
    assert "PT" in check_number("pirt", number, on=TODAY, firm_is_pt=True).warnings[0]
    assert "dipasteurisasi" in check_number("pirt", number, on=TODAY, product_is_chilled=True).warnings[0]
    md = check_number("bpom_md", "MD224510107115", on=TODAY, firm_is_pt=True, product_is_chilled=True)
    assert md.warnings == ()


def test_a_halal_number_hints_at_its_month_of_issue() -> None:
    assert check("halal", "ID32110001333131122").issue_month == date(2022, 11, 1)
    assert check("halal", "ID321100000360830622").issue_month == date(2022, 6, 1)


@pytest.mark.parametrize(("issued_on", "warned"), [(date(2025, 8, 31), False), (date(2025, 9, 1), True)])
def test_an_issue_date_in_another_month_than_the_halal_number_warns(issued_on: date, warned: bool) -> None:
    result = check_number("halal", "ID35410025453320825", on=TODAY, issued_on=issued_on)
    assert result.is_accepted
    assert bool(result.warnings) is warned


def test_an_unknown_kind_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="npwp"):
        check("npwp", "1")


@pytest.mark.parametrize("kind", list(CredentialKind))
def test_every_kind_has_a_label_and_takes_any_text_without_breaking(kind: CredentialKind) -> None:
    assert kind.label
    for typed in ("", "-", "0", "ID", "KH", "\u0000", "é" * 60, "1" * 60):
        assert check(kind, typed).kind is kind


@pytest.mark.parametrize(
    ("number", "on", "expired"),
    [
        ("2076171040052-27", date(2027, 12, 31), False),
        ("2076171040052-27", date(2028, 1, 1), True),
        ("2076171040052-25", TODAY, True),
        ("2076171040052-26", TODAY, False),
    ],
)
def test_a_pirt_holds_through_the_last_day_of_its_end_year(number: str, on: date, expired: bool) -> None:
    assert is_expired(credential_expiry("pirt", number, stated_on=None), on=on) is expired


def test_a_pirt_number_outranks_the_date_somebody_typed() -> None:
    assert credential_expiry("pirt", "2076171040052-27", stated_on=date(2030, 1, 1)) == date(2027, 12, 31)


@pytest.mark.parametrize("kind", ["nib", "halal", "ig"])
def test_what_has_no_term_never_expires(kind: str) -> None:
    expires_on = credential_expiry(kind, "", stated_on=date(2020, 1, 1))
    assert expires_on is None
    assert not is_expired(expires_on, on=TODAY)


def test_every_other_kind_expires_as_its_document_states() -> None:
    assert credential_expiry("bpom_md", "MD224510107115", stated_on=TODAY) == TODAY


@pytest.mark.parametrize(
    ("stars", "scale", "year"), [(4, 5, 2015), (5, 5, 2018), (1, 5, 2013), (3, 3, 2022), (3, 3, 2024), (1, 3, 2026)]
)
def test_an_ovop_award_fits_the_scale_of_its_year(stars: int, scale: int, year: int) -> None:
    assert check_ovop(stars, scale, year) == check_ovop(1, 5, 2015)
    assert check_ovop(stars, scale, year).errors == ()


@pytest.mark.parametrize(
    ("stars", "scale", "year"),
    [
        (4, 3, 2024),
        (3, 5, 2024),
        (3, 3, 2018),
        (0, 3, 2024),
        (6, 5, 2015),
        (3, 4, 2024),
        (3, 3, None),
        (3, None, 2024),
        (None, 3, 2024),
    ],
)
def test_an_ovop_award_that_cannot_be_is_refused(stars: int | None, scale: int | None, year: int | None) -> None:
    assert check_ovop(stars, scale, year).errors


@pytest.mark.parametrize(("scale", "year"), [(3, 2020), (5, 2020), (5, 2022), (5, 2023)])
def test_an_ovop_award_of_a_year_whose_scale_is_only_inferred_warns(scale: int, year: int) -> None:
    result = check_ovop(3, scale, year)
    assert (result.errors, len(result.warnings)) == ((), 1)


@pytest.mark.parametrize(
    ("scale", "year", "group", "is_accepted"),
    [
        (5, 2018, "tenun", True),
        (3, 2024, "kain tenun", True),
        (3, 2024, "tenun", False),
        (5, 2018, "gerabah", False),
        (3, 2024, None, True),
    ],
)
def test_an_ovop_award_names_a_group_of_its_own_scale(
    scale: int, year: int, group: str | None, is_accepted: bool
) -> None:
    assert (check_ovop(3, scale, year, group).errors == ()) is is_accepted


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("40,25", "40.25"), ("40.25", "40.25"), ("40", "40.00"), ("100", "100.00"), ("0", "0.00"), (" 40,5 % ", "40.50")],
)
def test_a_tkdn_value_is_read_with_comma_or_dot(typed: str, percent: str) -> None:
    assert str(parse_percent(typed)) == str(Decimal(percent))


@pytest.mark.parametrize("typed", ["140", "100,01", "-1", "40,255", "", "empat puluh", "1e2"])
def test_a_tkdn_value_outside_0_to_100_or_with_more_decimals_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        parse_percent(typed)
