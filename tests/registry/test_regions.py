"""What a region code says, and how a region is written."""

import pytest

from griya.registry.reference.load import load_regions
from griya.registry.rules.regions import CodeScheme, check_regency_code, level_of_code, region_label

BPS = {region.code: region.bps_code for region in load_regions() if region.bps_code and region.code != "61"}
DOTTED = [*(f"61.{number:02}" for number in range(1, 13)), "61.71", "61.72"]


@pytest.mark.parametrize(
    ("level", "name", "short", "long"),
    [
        ("province", "Kalimantan Barat", "Kalimantan Barat", "Provinsi Kalimantan Barat"),
        ("regency", "Sambas", "Kab. Sambas", "Kabupaten Sambas"),
        ("city", "Pontianak", "Kota Pontianak", "Kota Pontianak"),
        ("district", "Sukadana", "Kec. Sukadana", "Kecamatan Sukadana"),
        ("urban_village", "Sedau", "Kel. Sedau", "Kelurahan Sedau"),
        ("village", "Sutera", "Desa Sutera", "Desa Sutera"),
    ],
)
def test_a_region_is_written_short_and_long(level: str, name: str, short: str, long: str) -> None:
    assert (region_label(level, name), region_label(level, name, long=True)) == (short, long)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("61", "province"),
        ("61.12", "regency"),
        ("61.71", "city"),
        ("61.11.01", "district"),
        ("61.71.01.1001", "urban_village"),
        ("61.11.01.2001", "village"),
    ],
)
def test_the_level_follows_from_the_code(code: str, level: str) -> None:
    assert level_of_code(code) == level


@pytest.mark.parametrize("code", ["", "6102", "61.1", "61.71.01.3001", "61.71.01.100", "61.01\n", "61.01.01.2001.1"])
def test_what_is_no_region_code_has_no_level(code: str) -> None:
    with pytest.raises(ValueError, match=r"kelurahan|region code"):
        level_of_code(code)


@pytest.mark.parametrize("code", DOTTED)
def test_a_dotted_code_is_taken_as_it_is(code: str) -> None:
    assert check_regency_code(f" {code} ", BPS).code == code


@pytest.mark.parametrize("code", ["6102", "6103", "6104", "6105", "6106", "6107", "6108"])
def test_a_bare_code_that_means_two_regencies_is_asked_back(code: str) -> None:
    check = check_regency_code(code, BPS)
    assert check.code is None
    assert "BPS" in check.errors[0]


@pytest.mark.parametrize(("scheme", "code"), [("kemendagri", "61.02"), ("bps", "61.07")])
def test_a_bare_code_is_read_in_the_system_that_is_told(scheme: CodeScheme, code: str) -> None:
    assert check_regency_code("6102", BPS, scheme=scheme).code == code


@pytest.mark.parametrize("code", ["6101", "6109", "6112", "6171"])
def test_a_bare_code_both_systems_agree_on_is_taken(code: str) -> None:
    assert check_regency_code(code, BPS).code == f"61.{code[2:]}"


@pytest.mark.parametrize("code", ["61.13", "6113", "61.73", "", "Sambas", "61.01.01"])
def test_what_is_no_code_of_west_kalimantan_is_refused(code: str) -> None:
    check = check_regency_code(code, BPS)
    assert check.code is None
    assert check.errors
