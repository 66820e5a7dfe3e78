"""The sheets that the desk takes away: their columns, and which of those are for whom."""

from dataclasses import dataclass
from typing import Final

from griya.publication.rules.tables import LIST, NUMBER, TEXT, YES_NO, Column, Table

SHORTEST_PURPOSE: Final = 10
LONGEST_PURPOSE: Final = 300
FORMATS: Final = {"xlsx": "Excel (XLSX)", "csv": "CSV"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the desk. `private` are the columns for officers and administrators alone (domain 5.1 and 5.4)."""

    key: str
    title: str
    noun: str
    columns: tuple[Column, ...]
    private: frozenset[str] = frozenset()

    def table(self, *, is_private: bool) -> Table:
        """The sheet with the columns that somebody may have."""
        columns = tuple(one for one in self.columns if is_private or one.name not in self.private)
        return Table(self.key, self.title, "", columns)


PRODUCERS: Final = Sheet(
    "ikm",
    "Daftar IKM",
    "IKM",
    (
        Column("kode", TEXT, "Kode tetap"),
        Column("nama", TEXT, "Nama usaha"),
        Column("kedudukan", TEXT, "Terdaftar, ditangguhkan, ditutup, atau digabung"),
        Column("bentuk_usaha", TEXT, "Bentuk usaha"),
        Column("nib", TEXT, "NIB, 13 angka"),
        Column("wilayah_kode", TEXT, "Kode Kemendagri tempatnya"),
        Column("kabupaten", TEXT, "Kabupaten atau kota"),
        Column("kecamatan", TEXT, "Kecamatan"),
        Column("berdiri", NUMBER, "Tahun berdiri"),
        Column("milik_perempuan", TEXT, "ya, tidak, atau kosong bila belum diketahui"),
        Column("kbli", LIST, "Kode KBLI dengan edisinya"),
        Column("jumlah_produk", NUMBER, "Semua produknya, tayang atau belum"),
        Column("kontak_tampil", LIST, "Kontak yang boleh ditampilkan"),
        Column("alamat", TEXT, "Alamat"),
        Column("kontak", LIST, "Semua kontak"),
        Column("tenaga_kerja", NUMBER, "Tenaga kerja"),
        Column("investasi_idr", NUMBER, "Investasi dalam rupiah"),
        Column("ukuran", TEXT, "Menurut Permenperin 64/2016"),
        Column("data_contoh", YES_NO, "Data contoh buatan"),
    ),
    frozenset({"alamat", "kontak", "tenaga_kerja", "investasi_idr", "ukuran"}),
)
PRODUCTS: Final = Sheet(
    "produk",
    "Daftar produk",
    "produk",
    (
        Column("kode", TEXT, "Kode tetap"),
        Column("nama", TEXT, "Nama produk"),
        Column("status", TEXT, "Keadaannya di meja"),
        Column("tayang", YES_NO, "Tampak bagi pengunjung saat berkas dibuat"),
        Column("rak", TEXT, "Rak"),
        Column("ikm", TEXT, "Nama pembuat"),
        Column("tempat", TEXT, "Kabupaten atau kota pembuat"),
        Column("cara_harga", TEXT, "tampil, mulai, atau tanya"),
        Column("harga_idr", NUMBER, "Harga dalam rupiah"),
        Column("satuan", TEXT, "Satuan"),
        Column("data_contoh", YES_NO, "Data contoh buatan"),
    ),
)
SHEETS: Final = {sheet.key: sheet for sheet in (PRODUCERS, PRODUCTS)}


def purpose_faults(purpose: str) -> tuple[str, ...]:
    """Why a purpose does not say enough to be looked up later."""
    length = len(purpose.strip())
    if length < SHORTEST_PURPOSE:
        return (f"Tulis untuk apa berkas ini, paling sedikit {SHORTEST_PURPOSE} huruf.",)
    return (f"Tujuan paling banyak {LONGEST_PURPOSE} huruf.",) if length > LONGEST_PURPOSE else ()
