"""The refused rows come back with a reason, and come in once they are mended."""

import csv
from pathlib import Path

import openpyxl

from tests.intake.conftest import FILES, REAL, Run, code_in, counts

ABROAD = ("--outside", "Kota Probolinggo, Jawa Timur", "--category", "makanan")


def test_refused_rows_come_back_as_csv_and_come_in_once_mended(run: Run, tmp_path: Path) -> None:
    errors = tmp_path / "salah.csv"
    run(REAL, *ABROAD, "--confirm", code_in(run(REAL, *ABROAD, "--errors", errors)))
    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    assert rows[0]["Kesalahan"] == "PERUSAHAAN: Isinya hanya “-”; tulis nama IKM."
    errors.write_text(errors.read_text("utf-8-sig").replace("marker.png,'-,", "marker.png,USAHA BARU,"), "utf-8")
    dry = run(errors, *ABROAD)
    assert "ditolak           0" in dry.output
    run(errors, *ABROAD, "--confirm", code_in(dry))
    assert counts()["producer"] == 68


def test_refused_rows_come_back_as_a_workbook_with_the_reason_in_red(run: Run, tmp_path: Path) -> None:
    errors = tmp_path / "salah.xlsx"
    assert "4 baris yang ditolak ditulis" in run(FILES / "kode_kembar_nib_salah.csv", "--errors", errors).output
    sheet = openpyxl.load_workbook(errors).worksheets[0]
    rows = list(sheet.iter_rows())
    assert rows[0][-1].value == "Kesalahan"
    assert rows[1][-1].font.color is not None
    assert rows[1][-1].font.color.rgb == "FFB00020"
    assert rows[2][3].value == "220003690831"
    again = run(errors)
    assert "ditolak           3" in again.output  # the other half of the pair of codes is not in this file


def test_no_cell_of_the_returned_file_is_a_formula(run: Run, tmp_path: Path) -> None:
    starts = ["=1+1", "+62", "-5", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"]
    file = tmp_path / "a.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["Nama IKM", "Kabupaten"], *([start, "Atlantis"] for start in starts)])
    run(file, "--errors", tmp_path / "salah.csv")
    with (tmp_path / "salah.csv").open(encoding="utf-8-sig", newline="") as back:
        cells = [row[0] for row in csv.reader(back)][1:]
    assert len(cells) == len(starts)
    assert all(cell.startswith("'") for cell in cells)
    run(file, "--errors", tmp_path / "salah.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "salah.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_two_sheets_come_back_as_two_sheets(run: Run, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "IKM"
    workbook["IKM"].append(["Nama IKM", "Kabupaten"])
    workbook["IKM"].append(["Dapur", "Atlantis"])
    workbook.create_sheet("Produk").append(["Nama IKM", "Nama Produk", "Rak"])
    workbook["Produk"].append(["Dapur", "Amplang", "Makanan"])
    workbook.save(tmp_path / "a.xlsx")
    assert "tidak muat dalam satu CSV" in run(tmp_path / "a.xlsx", "--errors", tmp_path / "salah.csv").output
    run(tmp_path / "a.xlsx", "--errors", tmp_path / "salah.xlsx")
    assert openpyxl.load_workbook(tmp_path / "salah.xlsx").sheetnames == ["IKM", "Produk"]


def test_nothing_refused_writes_no_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Nama IKM,Kabupaten\nDapur,Sambas\n")
    assert "Tidak ada baris yang ditolak." in run(file, "--errors", tmp_path / "salah.csv").output
    assert not (tmp_path / "salah.csv").exists()
