"""The template: filled in it comes in clean, untouched it brings nothing."""

from pathlib import Path

import openpyxl
from sqlalchemy import select

from griya.catalog.models import Product, ProductRevision
from griya.core.db import db
from griya.registry.models import Producer, ProducerContact, Region
from tests.intake.conftest import Run, code_in, counts

MAKER = {
    "Kode IKM": "KTP-07",
    "Nama IKM*": "Dapur Ale-ale",
    "Kabupaten/Kota*": "Kab. Ketapang",
    "Kecamatan": "Delta Pawan",
    "Desa/Kelurahan": "Sampit",
    "Alamat": "Jl. Uji No. 1",
    "Telepon": "0534-000000 / 0812-0000-0001",
    "WhatsApp": "0812-0000-0001",
    "E-mail": "Dapur@Contoh.test",
    "NIB": "0220003690831",
    "Bentuk Usaha": "Perorangan",
    "Tahun Berdiri": "2015",
    "Tenaga Kerja": "4",
    "Cerita": "Baris satu.\nBaris dua.",
}
PRODUCT = {
    "Kode IKM": "KTP-07",
    "Nama Produk*": "Amplang Tenggiri",
    "Rak*": "Kerupuk & Keripik",
    "Harga": "25.000",
    "Mode Harga": "Mulai dari",
    "Satuan": "pak",
    "Ringkasan": "Renyah.",
    "Bahan": "Rotan",
    "Berat Bersih": "250 g",
    "Pesanan Minimum": "10",
    "Kapasitas per Bulan": "1.000",
    "Waktu Produksi": "2 minggu",
    "Masa Simpan": "6 bulan",
    "Ketersediaan": "Musiman",
    "Status Halal": "Sertifikasi dalam proses",
}


def fill(path: Path, sheet_name: str, values: dict[str, str]) -> None:
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[sheet_name]
    headings = [cell.value for cell in sheet[1]]
    assert set(values) <= set(headings)
    for heading, value in values.items():
        sheet.cell(row=3, column=headings.index(heading) + 1, value=value)
    workbook.save(path)


def test_an_untouched_template_brings_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "templat.xlsx"
    assert run("--template", path).exit_code == 0
    output = run(path).output
    assert "Baris contoh        2" in output
    assert "tidak ada yang baru" in output


def test_a_filled_template_comes_in_without_a_word(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "templat.xlsx"
    run("--template", path)
    fill(path, "IKM", MAKER)
    fill(path, "Produk", PRODUCT)
    dry = run(path)
    assert "Kesalahan (" not in dry.output
    assert "Peringatan (" not in dry.output
    run(path, "--confirm", code_in(dry))
    maker = db.session.scalars(select(Producer)).one()
    assert (maker.code, maker.nib, maker.legal_form, maker.founded_year, maker.workers) == (
        "KTP-07", "0220003690831", "perorangan", 2015, 4,
    )  # fmt: skip
    assert maker.story_id == "Baris satu.\nBaris dua."
    assert db.session.get_one(Region, maker.region_id).name == "Sampit"
    contacts = {(c.channel, c.value, c.is_public) for c in db.session.scalars(select(ProducerContact))}
    assert contacts == {
        ("phone", "+62534000000", False),
        ("phone", "+6281200000001", False),
        ("whatsapp", "+6281200000001", False),
        ("email", "dapur@contoh.test", False),
    }
    product = db.session.scalars(select(Product)).one()
    revision = db.session.scalars(select(ProductRevision)).one()
    assert (product.state, product.availability) == ("draft", "musiman")
    assert (revision.price_mode, revision.price_idr, revision.unit, revision.net_weight_g) == (
        "mulai",
        25_000,
        "pak",
        250,
    )
    assert (revision.moq, revision.capacity_per_month, revision.lead_time_days, revision.shelf_life_days) == (
        10, 1_000, 14, 180,
    )  # fmt: skip
    assert (revision.halal_status, revision.made_in_id) == ("dalam_proses", maker.regency_id)


def test_the_example_rows_would_come_in_if_they_were_meant(run: Run, tmp_path: Path) -> None:
    """An example that does not itself pass would teach mistakes."""
    path = tmp_path / "templat.xlsx"
    run("--template", path)
    workbook = openpyxl.load_workbook(path)
    for name in ("IKM", "Produk"):
        workbook[name]["A2"] = "UJI-1"
    workbook.save(path)
    output = run(path).output
    assert "Kesalahan (" not in output
    assert "Peringatan (" not in output
    assert "masuk             2" in output


def test_the_template_offers_lists_and_keeps_numbers_as_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "templat.xlsx"
    run("--template", path)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["Petunjuk", "IKM", "Produk", "Daftar"]
    assert workbook["Daftar"].sheet_state == "hidden"
    regencies = [row[0] for row in workbook["Daftar"].iter_rows(min_row=2, max_col=1, values_only=True) if row[0]]
    assert len(regencies) == 14
    offered = [v.sqref for name in ("IKM", "Produk") for v in workbook[name].data_validations.dataValidation]
    assert len(offered) == 7
    assert workbook["IKM"]["J1"].value == "NIB"
    assert workbook["IKM"].column_dimensions["J"].number_format == "@"
    assert workbook["IKM"]["J1"].comment is not None
    assert not any(c.data_type == "f" for sheet in workbook for row in sheet.iter_rows() for c in row)


def test_a_file_that_is_there_is_never_written_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "templat.xlsx"
    path.write_text("berharga")
    assert "tidak ditimpa" in run("--template", path).output
    assert path.read_text() == "berharga"
    assert "harus berakhir dengan .xlsx" in run("--template", tmp_path / "a.csv").output
    assert counts()["producer"] == 0
