"""Reference data: counts, codes and names as the decrees give them, and a file form that does not drift."""

import csv
import io
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from griya.registry.reference.load import load_marketplaces, load_regions, load_sources, load_statement_2019
from griya.registry.rules.regions import level_of_code

REGIONS = load_regions()
BY_CODE = {region.code: region for region in REGIONS}


def test_every_level_has_the_number_of_regions_the_decree_gives() -> None:
    assert Counter(region.level for region in REGIONS) == {
        "province": 1,
        "regency": 12,
        "city": 2,
        "district": 174,
        "urban_village": 99,
        "village": 2046,
    }


def test_codes_are_unique_and_sorted() -> None:
    codes = [region.code for region in REGIONS]
    assert codes == sorted(set(codes))


def test_every_parent_exists_and_is_the_code_without_its_last_part() -> None:
    assert [region.code for region in REGIONS if region.parent_code is None] == ["61"]
    for region in REGIONS[1:]:
        assert region.parent_code == region.code.rpartition(".")[0]
        assert region.parent_code in BY_CODE


def test_every_level_follows_from_the_code() -> None:
    assert [region.code for region in REGIONS if level_of_code(region.code) != region.level] == []


@pytest.mark.parametrize(
    ("code", "districts", "urban_villages", "villages"),
    [
        ("61.01", 19, 0, 195),
        ("61.02", 9, 7, 60),
        ("61.03", 15, 6, 163),
        ("61.04", 20, 9, 253),
        ("61.05", 14, 16, 390),
        ("61.06", 23, 4, 278),
        ("61.07", 17, 2, 122),
        ("61.08", 13, 0, 156),
        ("61.09", 7, 0, 94),
        ("61.10", 11, 0, 169),
        ("61.11", 6, 0, 43),
        ("61.12", 9, 0, 123),
        ("61.71", 6, 29, 0),
        ("61.72", 5, 26, 0),
    ],
)
def test_every_regency_has_its_districts_and_villages(
    code: str, districts: int, urban_villages: int, villages: int
) -> None:
    levels = Counter(region.level for region in REGIONS if region.code.startswith(f"{code}."))
    assert (levels["district"], levels["urban_village"], levels["village"]) == (districts, urban_villages, villages)


def test_seven_regencies_have_another_bps_code_than_their_own_without_the_dot() -> None:
    differing = {
        region.code: region.bps_code
        for region in REGIONS
        if region.level in ("regency", "city") and region.bps_code != region.code.replace(".", "")
    }
    assert differing == {
        "61.02": "6104",
        "61.03": "6105",
        "61.04": "6106",
        "61.05": "6107",
        "61.06": "6108",
        "61.07": "6102",
        "61.08": "6103",
    }


def test_the_fourteen_have_distinct_bps_codes_and_every_figure() -> None:
    fourteen = [region for region in REGIONS if region.level in ("regency", "city")]
    assert len({region.bps_code for region in fourteen}) == 14
    for region in fourteen:
        assert -4 < (region.label_lat or 99) < 3, region.code
        assert 108 < (region.label_lng or 0) < 115, region.code
        assert region.area_km2, region.code
        assert region.population, region.code


def test_areas_and_populations_of_the_fourteen_add_up_to_the_province() -> None:
    fourteen = [region for region in REGIONS if region.level in ("regency", "city")]
    assert sum(region.area_km2 or 0 for region in fourteen) == BY_CODE["61"].area_km2 == Decimal("147018.063")
    assert sum(region.population or 0 for region in fourteen) == BY_CODE["61"].population == 5_646_268


def test_names_carry_no_word_for_their_level() -> None:
    words = ("Provinsi ", "Kabupaten ", "Kab. ", "Kota ", "Kecamatan ", "Kec. ", "Kelurahan ", "Desa ")
    fourteen = [region for region in REGIONS if region.level in ("province", "regency", "city")]
    assert [region.name for region in fourteen if region.name.startswith(words)] == []
    assert (BY_CODE["61.01"].name, BY_CODE["61.71"].name) == ("Sambas", "Pontianak")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("61.01.09.2001", "Kaliau'"),
        ("61.01.10.2002", "Sungai Sapa'"),
        ("61.06.10.2008", "Tua' Abang"),
        ("61.07.02.2002", "Saba'u"),
        ("61.11.01.2001", "Sutera"),
        ("61.02.08", "Jongkat"),
    ],
)
def test_names_survive_with_their_apostrophes_and_present_spelling(code: str, name: str) -> None:
    assert BY_CODE[code].name == name


def test_the_regions_file_is_in_its_one_written_form() -> None:
    text = files("griya.registry.reference").joinpath("regions.csv").read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    assert written.getvalue() == text
    assert all(cell == cell.strip() for row in rows for cell in row)


def test_sources_are_dated_by_the_decree_the_letter_the_file_and_the_statement() -> None:
    dates = {key: (source.issued_on, source.precision) for key, source in load_sources().items()}
    assert dates == {
        "kepmendagri_2025": (date(2025, 6, 23), "day"),
        "big_2024": (date(2024, 12, 16), "day"),
        "bps_mfd_2018": (date(2018, 1, 1), "month"),
        "statement_2019": (date(2019, 5, 2), "day"),
    }


def test_the_statement_of_2019_keeps_its_figures_its_date_and_its_source() -> None:
    statement = load_statement_2019()
    assert statement.as_of == date(2019, 5, 2)
    assert statement.source in load_sources()
    assert {figure.key: figure.value for figure in statement.figures} == {
        "ikm": 5815,
        "kabupaten_kota": 14,
        "kecamatan": 174,
        "kelurahan": 99,
        "desa": 2031,
        "ovop_awards": 9,
        "ovop_stars_3": 4,
        "ovop_stars_2": 4,
        "ovop_stars_1": 1,
    }


def test_the_stars_of_the_statement_add_up_to_nine_and_the_doubt_is_told() -> None:
    figures = load_statement_2019().figures
    assert sum(figure.value for figure in figures if figure.part_of == "ovop_awards") == 9
    (awards,) = (figure for figure in figures if figure.key == "ovop_awards")
    assert "bermakna ganda" in awards.note


def test_statement_and_sources_have_english_words_of_their_own() -> None:
    statement = load_statement_2019()
    pairs = [(statement.title, statement.title_en)]
    pairs += [(figure.label, figure.label_en) for figure in statement.figures]
    pairs += [(source.title, source.title_en) for source in load_sources().values()]
    assert [pair for pair in pairs if not pair[1] or pair[0] == pair[1]] == []
    assert all("Tahun" not in english and "tentang" not in english for _, english in pairs)


def test_only_bukalapak_has_closed_for_goods() -> None:
    marketplaces = load_marketplaces()
    assert [each.code for each in marketplaces] == [
        *("shopee", "tokopedia", "lazada", "blibli", "tiktok", "padi", "bukalapak"),
    ]
    assert {each.code: each.goods_until for each in marketplaces if each.goods_until} == {"bukalapak": date(2025, 2, 9)}


def test_marketplace_hosts_are_bare_lower_case_names_owned_once() -> None:
    hosts = [host for each in load_marketplaces() for host in each.hosts]
    assert len(set(hosts)) == len(hosts)
    for host in hosts:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)
