"""Files as they come: text of every kind, workbooks through the child, and hostile ones that end in a sentence."""

import csv
import io
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from griya.intake import reader, sources
from griya.intake.sources import UnreadableFile, open_book
from tests.intake.conftest import FILES, REAL

RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" '
    'Target="{target}"/></Relationships>'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Daftar IKM" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def cell(reference: str, text: str) -> str:
    row = "".join(c for c in reference if c.isdigit())
    return f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def raw_workbook(path: Path, sheet: str, extra: dict[str, bytes] | None = None, relations: str = "") -> Path:
    """A workbook written member by member, so that any of them can be wrong."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(type="officeDocument", target="xl/workbook.xml"))
        own = RELATIONS.format(type="worksheet", target="worksheets/s.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", own.replace("</Relationships>", relations + "</Relationships>"))
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/worksheets/s.xml", sheet)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def saved(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def refusal(path: Path, *, sheet: str | None = None) -> str:
    """The sentence that refuses this file; it comes soon."""
    started = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        open_book(path, sheet=sheet)
    assert time.monotonic() - started < 8
    return str(refused.value)


def test_the_real_list_is_read_whole() -> None:
    book = open_book(REAL)
    assert len(book.tables[0].rows) == 68
    assert book.tables[0].rows[-1].number == 69


@pytest.mark.parametrize(
    ("name", "first_cell", "row"),
    [
        ("titik_koma_windows_1252.csv", "Kué Mak Nyah", 2),
        ("bom_dan_judul_di_baris_keempat.csv", "DAPUR TEBAS", 5),
        ("tab.tsv", "Anyam Sejahtera", 2),
    ],
)
def test_text_is_read_in_every_usual_form(name: str, first_cell: str, row: int) -> None:
    found = open_book(FILES / name).tables[0].rows[0]
    assert (found.cells[0], found.number) == (first_cell, row)


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    workbook = saved(tmp_path / "a.xlsx", {"Lembar1": [["Nama IKM"], ["Dapur"]]}).rename(tmp_path / "daftar.csv")
    assert open_book(workbook).tables[0].rows[0].cells == ("Dapur",)


def test_text_in_utf_16_and_with_excels_own_hint_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Nama IKM\tProduk\nDapur\tAmplang\n".encode("utf-16"))
    (tmp_path / "b.csv").write_bytes(b"sep=;\r\nNama IKM;Produk, dan lain\r\nDapur;Amplang\r\n")
    assert open_book(tmp_path / "a.txt").tables[0].rows[0].cells == ("Dapur", "Amplang")
    found = open_book(tmp_path / "b.csv").tables[0]
    assert found.headings == ("Nama IKM", "Produk, dan lain")
    assert found.rows[0].number == 3


def test_cells_of_a_workbook_come_as_a_person_would_type_them(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", {"X": [["Nama", "Telp", "a", "b"], ["Dapur", 81252774189, 1.5, True]]})
    assert open_book(path).tables[0].rows[0].cells == ("Dapur", "81252774189", "1.5", "ya")


def test_the_two_sheets_of_the_template_are_chosen_by_name_and_the_rest_is_mentioned(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", {"Rekap": [["x"]], "Produk": [["Nama Produk"], ["A"]], "IKM": [["Nama"], ["B"]]})
    book = open_book(path)
    assert [table.name for table in book.tables] == ["IKM", "Produk"]
    assert book.notes == ("Lembar yang tidak dibaca: Rekap.",)
    assert [table.name for table in open_book(saved(path, {"Rekap": [["Nama"], ["C"]]}), sheet="rekap").tables] == [
        "Rekap"
    ]
    assert "Yang ada: Rekap" in refusal(path, sheet="Lain")


def test_an_open_document_is_read(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Daftar IKM">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Nama IKM</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Dapur</text:p>'
        "</table:table-cell></table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        archive.writestr("content.xml", content)
    assert open_book(path).tables[0].rows[0].cells == ("Dapur",)


# --- hostile and broken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "XFD2", "BI3"])
def test_one_cell_far_away_is_a_sentence_and_no_crash(tmp_path: Path, reference: str) -> None:
    rows = cell("A1", "Nama") + cell(reference, "x")
    sentence = refusal(raw_workbook(tmp_path / "a.xlsx", SHEET.format(head="", rows=rows)))
    assert ("memori" in sentence) if reference == "XFD1048576" else ("5.000" in sentence or "60 kolom" in sentence)


def test_a_table_that_needs_a_gigabyte_meets_the_limit_although_the_machine_has_more(tmp_path: Path) -> None:
    rows = cell("A1", "Nama") + cell("Z1048576", "x")
    assert "memori" in refusal(raw_workbook(tmp_path / "a.xlsx", SHEET.format(head="", rows=rows)))


def test_a_single_cell_at_the_last_place_is_no_reason_to_count_a_million_rows(tmp_path: Path) -> None:
    assert "5.000" in refusal(raw_workbook(tmp_path / "a.xlsx", SHEET.format(head="", rows=cell("XFD1048576", "x"))))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", SHEET.format(head="", rows=""), {"xl/media/x.xml": b"0" * 100_000_000})
    assert path.stat().st_size < 1_000_000
    assert "12 MB" in refusal(path)


def test_a_bomb_that_lies_about_its_size_is_refused_while_reading(tmp_path: Path) -> None:
    rows = cell("A1", "Nama") + " " * 30_000_000
    path = raw_workbook(tmp_path / "a.xlsx", SHEET.format(head="", rows=rows))
    data = path.read_bytes()
    true_size = struct.pack("<L", len(SHEET.format(head="", rows=rows)))
    assert data.count(true_size) == 2  # the member's own head, and the directory
    path.write_bytes(data.replace(true_size, struct.pack("<L", 4_000)))
    assert "rusak" in refusal(path)


def test_ten_thousand_members_are_refused(tmp_path: Path) -> None:
    extra = {f"xl/media/{number}.bin": b"" for number in range(10_000)}
    assert "10005 bagian" in refusal(raw_workbook(tmp_path / "a.xlsx", SHEET.format(head="", rows=""), extra))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x [" + '<!ENTITY a "aaaaaaaaaa">' + '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + "]>",
    ],
)
def test_entities_are_refused(tmp_path: Path, head: str) -> None:
    rows = cell("A1", "Nama") + cell("A2", "&b;")
    assert "deklarasi XML" in refusal(raw_workbook(tmp_path / "a.xlsx", SHEET.format(head=head, rows=rows)))


def test_one_long_text_in_every_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    cells = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{chr(65 + column)}{row}" t="s"><v>0</v></c>' for column in range(26))
        + "</row>"
        for row in range(1, 4_000)
    )
    path = raw_workbook(
        tmp_path / "a.xlsx",
        SHEET.format(head="", rows=cells),
        {
            "xl/sharedStrings.xml": (strings % ("x" * 30_000)).encode(),
        },
        '<Relationship Id="rId2" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/sharedStrings"/>',
    )
    assert "memori" in refusal(path) or "Teks" in refusal(path)


def test_a_truncated_workbook_is_a_sentence_wherever_it_ends(tmp_path: Path) -> None:
    data = saved(tmp_path / "a.xlsx", {"X": [["Nama IKM"], ["Dapur"]]}).read_bytes()
    for length in (4, 30, len(data) // 2, len(data) - 1):
        (tmp_path / "b.xlsx").write_bytes(data[:length])
        assert "rusak" in refusal(tmp_path / "b.xlsx")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "kosong"),
        (b"%PDF-1.7\0\0", "bukan buku kerja"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "bukan buku kerja"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 2_000, "rusak"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        (b"Nama IKM,Produk\n", "Tidak ada baris data"),
        (b"\xff\xfe\x00", "rusak"),
        (b"x" * 5_000_001, "5 MB"),
        (b"Nama IKM\n" + b"x" * 200_000, "tanda kutip"),
        (b"Nama IKM\n" + b"Dapur\n" * 5_001, "5.000"),
        (b"Nama IKM" + b"," * 61 + b"\nDapur\n", "60 kolom"),
    ],
)
def test_what_is_no_table_is_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    assert sentence in refusal(tmp_path / "a.xlsx")


def test_other_archives_are_told_apart(tmp_path: Path) -> None:
    for member, sentence in (("word/document.xml", "bukan buku kerja"), ("xl/workbook.bin", ".xlsb")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(member, "x")
        assert sentence in refusal(tmp_path / "a.xlsx")


def test_a_quotation_mark_that_never_closes_does_not_swallow_rows() -> None:
    assert "tanda kutip" in refusal(FILES / "kutip_tanpa_pasangan.csv")


def test_a_web_page_named_as_a_workbook_is_called_what_it_is() -> None:
    assert "halaman web" in refusal(FILES / "halaman_web.xls")


def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    assert "tidak ada" in refusal(tmp_path)
    assert "tidak ada" in refusal(tmp_path / "tidak-ada.xlsx")
    assert "tidak ada" in refusal(Path("/dev/zero"))


def test_a_child_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.py").write_text("import time; time.sleep(60)")
    monkeypatch.setattr(reader, "__file__", str(tmp_path / "slow.py"))
    monkeypatch.setattr(sources, "TIMEOUT_SECONDS", 0.5)
    assert "terlalu lama" in refusal(saved(tmp_path / "a.xlsx", {"X": [["Nama"], ["B"]]}))


def test_the_child_holds_no_environment_and_little_memory(tmp_path: Path) -> None:
    """The limits are set before the first byte is read: a child that asks for a gigabyte is refused it."""
    program = (
        "import runpy, os; reader = runpy.run_path(r'%s'); reader['limit_resources']()\n"
        "try:\n    bytearray(1_000_000_000); print('taken')\nexcept MemoryError:\n    print('refused')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program % reader.__file__], capture_output=True, text=True, check=True, env={}
    )
    assert done.stdout.strip() == "refused"


def test_five_thousand_rows_are_read_with_three_seconds_of_the_processor(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"Kolom {n}" for n in range(20)]]
    rows += [[f"isi {row}"] * 20 for row in range(5_000)]
    path = saved(tmp_path / "a.xlsx", {"X": rows})
    started = time.process_time()
    assert len(open_book(path).tables[0].rows) == 5_000
    assert time.process_time() - started < 3


def test_a_csv_of_five_thousand_rows_is_not_too_long(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["Nama IKM"], *([f"Dapur {n}"] for n in range(5_000))])
    (tmp_path / "a.csv").write_text(text.getvalue())
    assert len(open_book(tmp_path / "a.csv").tables[0].rows) == 5_000
