"""What columns mean: guessed, told, shown."""

import pytest

from griya.intake.rules.columns import BadMapping, Field, Kind, map_columns, missing_fields, parse_told
from griya.intake.rules.tables import make_table
from griya.intake.template import PRODUCER_HEADINGS, PRODUCT_HEADINGS

REAL_HEADINGS = [
    *("lat", "lng", "icon", "PERUSAHAAN", "KONTAK", "JALAN", "KELURAHAN", "KECAMATAN", "TELP"),
    *("KATEGORI", "PRODUK"),
]


def meanings(headings: list[str], kind: Kind = Kind.LIST, *pairs: str) -> dict[str, str | None]:
    told = parse_told(pairs, [(kind, headings)])
    return {column.heading: column.field for column in map_columns(headings, kind, told)}


def test_the_real_list_is_understood_without_help() -> None:
    assert meanings(REAL_HEADINGS) == {
        "lat": None,
        "lng": None,
        "icon": None,
        "PERUSAHAAN": Field.NAME,
        "KONTAK": None,
        "JALAN": Field.ADDRESS,
        "KELURAHAN": Field.VILLAGE,
        "KECAMATAN": Field.DISTRICT,
        "TELP": Field.PHONE,
        "KATEGORI": Field.CATEGORY,
        "PRODUK": Field.PRODUCT,
    }


def test_names_of_people_are_never_read() -> None:
    columns = map_columns(["Nama Pemilik", "NIK", "NPWP", "Nama Usaha"], Kind.LIST, {})
    assert [column.note for column in columns[:3]] == ["tidak dibaca: data pribadi"] * 3


def test_the_more_telling_heading_wins_and_the_other_one_is_shown_as_not_read() -> None:
    assert meanings(["NAMA", "NAMA USAHA"]) == {"NAMA": None, "NAMA USAHA": Field.NAME}


def test_several_columns_may_hold_telephone_numbers() -> None:
    assert meanings(["Nama", "Telp", "No. HP"])["No. HP"] is Field.PHONE


def test_what_is_told_goes_before_what_is_guessed() -> None:
    found = meanings(["Nama", "Toko", "Produk"], Kind.LIST, "Toko=nama", "Produk=abaikan")
    assert found == {"Nama": None, "Toko": Field.NAME, "Produk": None}


def test_a_name_in_the_sheet_of_products_is_the_product() -> None:
    assert meanings(["Nama IKM", "Nama"], Kind.PRODUCTS) == {"Nama IKM": Field.NAME, "Nama": Field.PRODUCT}


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("Toko=pemilik", "Tujuan “pemilik” tidak dikenal. Yang ada: kode, nama"),
        ("Warung=nama", "Tidak ada kolom “Warung” di berkas ini. Yang ada: Nama, Toko"),
        ("Toko", "harus berbentuk"),
        ("=nama", "harus berbentuk"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_a_sentence(pair: str, sentence: str) -> None:
    with pytest.raises(BadMapping, match=sentence):
        parse_told([pair], [(Kind.LIST, ["Nama", "Toko"])])


def test_one_meaning_is_not_given_to_two_columns() -> None:
    with pytest.raises(BadMapping, match="dua kolom"):
        parse_told(["Nama=nama", "Toko=nama"], [(Kind.LIST, ["Nama", "Toko"])])


def test_a_table_without_a_name_cannot_be_read() -> None:
    columns = map_columns(["A", "B"], Kind.LIST, {})
    assert missing_fields(columns, Kind.LIST) == ['Tidak ada kolom nama IKM. Tentukan dengan --map "JUDUL KOLOM=nama".']


def test_every_heading_of_the_template_is_understood() -> None:
    for headings, kind in ((PRODUCER_HEADINGS, Kind.PRODUCERS), (PRODUCT_HEADINGS, Kind.PRODUCTS)):
        assert None not in meanings([heading.title for heading in headings], kind).values()


def test_headings_are_found_below_lines_of_title() -> None:
    rows = [(1, ["DAFTAR IKM", ""]), (3, ["NAMA IKM", "PRODUK"]), (4, ["Dapur", "Amplang"])]
    table = make_table("", rows)
    assert table.headings == ("NAMA IKM", "PRODUK")
    assert [row.number for row in table.rows] == [4]
