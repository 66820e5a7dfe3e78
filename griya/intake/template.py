"""The workbook that `griya import --template` writes: two sheets to fill in, lists to pick from, and instructions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from griya.catalog.models import Availability, HalalStatus, PriceMode
from griya.intake.refusals import TEXT_ONLY
from griya.intake.rules import choices
from griya.intake.rules.rows import EXAMPLE_MARK

ROWS: Final = 1_000
_LISTS_SHEET: Final = "Daftar"


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str
    note: str
    example: str
    choices: str = ""
    width: int = 20


PRODUCER_HEADINGS: Final = (
    _Heading(
        "Kode IKM",
        "Boleh kosong. Isi bila kantor Anda punya kode sendiri; sama dengan kode di lembar Produk.",
        f"{EXAMPLE_MARK}-1",
        width=12,
    ),
    _Heading(
        "Nama IKM*",
        "Wajib. Nama usaha seperti tertulis di label, paling banyak 120 huruf.",
        "Dapur Amplang Contoh",
        width=28,
    ),
    _Heading(
        "Kabupaten/Kota*",
        "Wajib. Pilih dari daftar, atau tulis kode Kemendagri, misalnya 61.01.",
        "Kab. Ketapang",
        "regencies",
    ),
    _Heading("Kecamatan", "Nama kecamatan di kabupaten/kota itu.", "Delta Pawan"),
    _Heading("Desa/Kelurahan", "Nama desa atau kelurahan di kecamatan itu.", "Sampit"),
    _Heading(
        "Alamat", "Jalan, nomor, RT/RW. Tidak ditampilkan kepada umum.", "Jl. Contoh No. 1, RT 001/RW 002", width=32
    ),
    _Heading("Telepon", "Satu nomor atau lebih, dipisah garis miring. Tidak ditampilkan kepada umum.", "0534-000000"),
    _Heading("WhatsApp", "Nomor HP yang memakai WhatsApp.", "0812-0000-0001"),
    _Heading("E-mail", "Alamat surel, misalnya nama@contoh.id.", "amplang@contoh.test", width=26),
    _Heading("NIB", "13 angka, boleh diawali 0. Kosongkan bila belum ada.", "0000000000001", width=16),
    _Heading("Bentuk Usaha", "Pilih dari daftar.", "Perorangan", "legal_forms"),
    _Heading("Tahun Berdiri", "Empat angka, misalnya 2015.", "2015", width=12),
    _Heading("Tenaga Kerja", "Jumlah orang. Data rahasia, tidak ditampilkan.", "4", width=12),
    _Heading(
        "Cerita",
        "Dua sampai lima kalimat tentang pembuat dan cara membuatnya.",
        "Contoh cerita singkat tentang pembuatnya.",
        width=40,
    ),
)
PRODUCT_HEADINGS: Final = (
    _Heading(
        "Kode IKM",
        "Kode yang sama dengan lembar IKM. Boleh kosong bila Nama IKM hanya satu.",
        f"{EXAMPLE_MARK}-1",
        width=12,
    ),
    _Heading("Nama IKM", "Nama yang sama dengan lembar IKM, bila kodenya kosong.", "Dapur Amplang Contoh", width=28),
    _Heading("Nama Produk*", "Wajib. Satu produk per baris, paling banyak 120 huruf.", "Amplang Tenggiri", width=28),
    _Heading("Rak*", "Wajib. Pilih dari daftar.", "Makanan", "shelves", width=24),
    _Heading(
        "Harga", "Rupiah bulat, misalnya 25.000. Kosong berarti pembeli bertanya kepada produsen.", "25.000", width=12
    ),
    _Heading(
        "Mode Harga",
        "Pilih dari daftar. Kosong: tampil bila ada harga.",
        choices.PRICE_MODE_WORDS[PriceMode.SHOWN],
        "price_modes",
    ),
    _Heading("Satuan", "Satuan yang dihargai, pilih dari daftar.", "pak", "units", width=10),
    _Heading("Ringkasan", "Satu kalimat, paling banyak 300 huruf.", "Kerupuk ikan tenggiri renyah.", width=36),
    _Heading("Keterangan", "Uraian lebih panjang.", "", width=36),
    _Heading("Bahan", "Dipisah koma.", ""),
    _Heading("Teknik", "Dipisah koma.", ""),
    _Heading("Berat Bersih", "Misalnya 250 g atau 1,5 kg.", "250 g", width=12),
    _Heading("Isi Bersih", "Misalnya 250 ml atau 1 liter.", "", width=12),
    _Heading("Ukuran", "Misalnya 200 × 100 cm.", "", width=14),
    _Heading("Pesanan Minimum", "Angka bulat, dalam satuan di atas.", "10", width=12),
    _Heading("Kapasitas per Bulan", "Angka bulat, dalam satuan di atas.", "500", width=12),
    _Heading("Waktu Produksi", "Misalnya 7 hari atau 2 minggu.", "7 hari", width=12),
    _Heading("Masa Simpan", "Misalnya 30 hari atau 6 bulan.", "6 bulan", width=12),
    _Heading("Ketersediaan", "Pilih dari daftar.", choices.AVAILABILITY_WORDS[Availability.READY], "availabilities"),
    _Heading(
        "Status Halal",
        "Pilih dari daftar. “Belum bersertifikat” tidak sama dengan “tidak halal”.",
        choices.HALAL_WORDS[HalalStatus.NOT_YET],
        "halal",
        width=26,
    ),
    _Heading("Catatan Halal", "Untuk yang tidak halal: bahannya, misalnya “mengandung babi”.", "", width=20),
)

_INSTRUCTIONS: Final = (
    "Mengisi daftar IKM dan produknya",
    "1. Isi lembar IKM: satu baris untuk satu IKM. Kolom bertanda * wajib diisi.",
    "2. Isi lembar Produk: satu baris untuk satu produk. Hubungkan dengan Kode atau Nama IKM.",
    f"3. Baris abu-abu yang kodenya berawalan {EXAMPLE_MARK} adalah contoh. Baris itu selalu dilewati; boleh dihapus.",
    "4. Jangan mengubah judul kolom. Kolom yang tidak dipakai boleh dikosongkan atau dihapus.",
    "5. Kolom telepon, NIB dan kode sudah diatur sebagai teks supaya angka 0 di depan tidak hilang.",
    "6. Periksa dulu: griya import BERKAS.xlsx. Setiap baris dan kolom yang salah disebut; belum ada yang ditulis.",
    "7. Bila sudah benar, jalankan lagi dengan --confirm dan kode yang disebut di akhir pemeriksaan.",
    "8. Telepon, alamat, NIB dan tenaga kerja tidak ditampilkan. Jangan mengisi NIK, NPWP atau kata sandi.",
    "9. Produk masuk sebagai draf; kurator yang memeriksa dan menayangkannya.",
    "Batas: paling banyak 5 MB, 5.000 baris dan 60 kolom setiap lembar. Lengkapnya di docs/import.md.",
)


def write_template(path: Path, *, regencies: list[str], shelves: list[str]) -> None:
    """Write the workbook to `path`; the caller has made sure that nothing is there yet."""
    lists = {
        "regencies": regencies,
        "shelves": shelves,
        "units": list(choices.UNITS),
        "price_modes": list(choices.PRICE_MODE_WORDS.values()),
        "halal": list(choices.HALAL_WORDS.values()),
        "availabilities": list(choices.AVAILABILITY_WORDS.values()),
        "legal_forms": list(choices.LEGAL_FORM_WORDS.values()),
    }
    with xlsxwriter.Workbook(str(path), TEXT_ONLY) as workbook:
        _write_instructions(workbook)
        ranges = {name: _range(index, values) for index, (name, values) in enumerate(lists.items())}
        _write_sheet(workbook, "IKM", PRODUCER_HEADINGS, ranges)
        _write_sheet(workbook, "Produk", PRODUCT_HEADINGS, ranges)
        _write_lists(workbook, lists)


def _range(column: int, values: list[str]) -> str:
    letter = chr(ord("A") + column)
    return f"={_LISTS_SHEET}!${letter}$2:${letter}${len(values) + 1}"


def _write_instructions(workbook: Any) -> None:
    sheet = workbook.add_worksheet("Petunjuk")
    sheet.set_column(0, 0, 110)
    title = workbook.add_format({"bold": True, "font_size": 14})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(_INSTRUCTIONS):
        sheet.write_string(row, 0, line, title if row == 0 else wrapped)


def _write_sheet(workbook: Any, name: str, headings: tuple[_Heading, ...], ranges: dict[str, str]) -> None:
    """One sheet to fill in. The whole column is text: a spreadsheet destroys telephone numbers and NIB otherwise."""
    sheet = workbook.add_worksheet(name)
    text = workbook.add_format({"num_format": "@"})
    heading_style = workbook.add_format({"bold": True, "bg_color": "#E8EFE9", "border": 1, "text_wrap": True})
    example_style = workbook.add_format({"num_format": "@", "italic": True, "font_color": "#767676"})
    sheet.freeze_panes(1, 2)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width, text)
        sheet.write_string(0, column, heading.title, heading_style)
        sheet.write_comment(0, column, heading.note, {"x_scale": 2})
        if heading.choices:
            message = "Pilih dari daftar. Tulisan lain akan diperiksa saat impor."
            options = {
                "validate": "list",
                "source": ranges[heading.choices],
                "error_type": "warning",
                "error_message": message,
            }
            sheet.data_validation(1, column, ROWS, column, options)
    for column, heading in enumerate(headings):
        sheet.write_string(1, column, heading.example, example_style)


def _write_lists(workbook: Any, lists: dict[str, list[str]]) -> None:
    sheet = workbook.add_worksheet(_LISTS_SHEET)
    for row in range(max(len(values) for values in lists.values()) + 1):
        for column, (name, values) in enumerate(lists.items()):
            if row == 0:
                sheet.write_string(0, column, name)
            elif row <= len(values):
                sheet.write_string(row, column, values[row - 1])
    sheet.hide()
