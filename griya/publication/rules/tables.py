"""The open tables and their columns: the dictionary that `/data-terbuka` shows and every file follows.

A column that is not here cannot leave: rows are zipped with these names, strictly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from griya.core.words import N_
from griya.publication.rules.cells import Value

TEXT: Final = N_("teks")
NUMBER: Final = N_("bilangan bulat")
DAY: Final = N_("tanggal (ISO 8601)")
MOMENT: Final = N_("waktu UTC (ISO 8601)")
YES_NO: Final = N_("ya/tidak (JSON: true/false)")
LIST: Final = N_("daftar (CSV: dipisah titik koma)")
ADDRESS: Final = N_("alamat web")

Row = dict[str, Value]


class Column(NamedTuple):
    """A column: its name in every file, what kind of value it holds, and what that means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """An open table. `key` is its address without the ending."""

    key: str
    title: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in their order."""
        return tuple(column.name for column in self.columns)

    def rows(self, values: Iterable[tuple[Any, ...]]) -> list[Row]:
        """Rows by column name; one that has more or fewer values than the dictionary has columns is an error."""
        return [dict(zip(self.names, row, strict=True)) for row in values]


_NAME_EN: Final = N_("Nama dalam bahasa Inggris; kosong bila belum diterjemahkan")
_PAGE: Final = N_("Halamannya di situs ini")
_COUNT: Final = N_("Banyaknya produk yang ditampilkan saat berkas dibuat")
_SAMPLE: Final = N_("Data contoh buatan, bukan produk sungguhan")
_CHECKED: Final = N_(
    "Jenis sertifikat yang sudah diperiksa petugas pada penerbitnya dan masih berlaku: halal, pirt, bpom_md, …"
)
_SLUG: Final = Column("slug", TEXT, N_("Nama pendek dalam alamat web"))
_ENGLISH: Final = Column("nama_en", TEXT, _NAME_EN)
_ADDRESS: Final = Column("alamat_web", ADDRESS, _PAGE)
_SHOWN: Final = Column("jumlah_produk", NUMBER, _COUNT)
_CHECKS: Final = Column("diperiksa", LIST, _CHECKED)
_IS_SAMPLE: Final = Column("data_contoh", YES_NO, _SAMPLE)

PRODUCTS: Final = Table(
    "produk",
    N_("Produk"),
    N_("Satu baris satu produk yang sedang ditampilkan, menurut urutan dicatat"),
    (
        Column("kode", TEXT, N_("Kode tetap produk ini")),
        Column("nama", TEXT, N_("Nama produk")),
        _ENGLISH,
        Column("ringkasan", TEXT, N_("Satu dua kalimat tentang produk ini")),
        Column("ringkasan_en", TEXT, N_("Ringkasan dalam bahasa Inggris")),
        Column("uraian", TEXT, N_("Cerita produk ini, beberapa paragraf")),
        Column("uraian_en", TEXT, N_("Uraian dalam bahasa Inggris")),
        _ADDRESS,
        Column("rak", TEXT, N_("Rak katalog (kolom slug pada tabel rak)")),
        Column("bagian_rak", TEXT, N_("Bagian dari rak itu; sama dengan rak bila tidak dibagi")),
        Column("bahan", LIST, N_("Bahan (kolom slug pada tabel bahan)")),
        Column("teknik", LIST, N_("Cara membuat (kolom slug pada tabel teknik)")),
        Column("ikm_kode", TEXT, N_("Kode tetap pembuatnya (kolom kode pada tabel ikm)")),
        Column("ikm_nama", TEXT, N_("Nama usaha pembuatnya")),
        Column("wilayah_kode", TEXT, N_("Kode Kemendagri kabupaten atau kota tempat dibuat")),
        Column("wilayah", TEXT, N_("Nama kabupaten atau kota tempat dibuat")),
        Column("khas_wilayah_kode", TEXT, N_("Kode Kemendagri daerah yang khasnya produk ini")),
        Column("cara_harga", TEXT, N_("tampil: harga pasti; mulai: harga terendah; tanya: tidak diumumkan")),
        Column("harga_idr", NUMBER, N_("Harga dalam rupiah; kosong bila tidak diumumkan")),
        Column("satuan", TEXT, N_("Satuan yang dijual")),
        Column("harga_per", DAY, N_("Hari harga itu dicatat")),
        Column("ketersediaan", TEXT, N_("siap, dipesan, musiman, atau habis")),
        Column("pesan_minimum", NUMBER, N_("Pesanan paling sedikit, dalam satuan")),
        Column("lama_menyiapkan_hari", NUMBER, N_("Lama menyiapkan pesanan, dalam hari")),
        Column("berat_bersih_g", NUMBER, N_("Berat bersih, gram")),
        Column("isi_bersih_ml", NUMBER, N_("Isi bersih, mililiter")),
        Column("ukuran", TEXT, N_("Ukuran seperti ditulis pembuatnya")),
        Column("tahan_simpan_hari", NUMBER, N_("Tahan simpan, dalam hari")),
        Column("halal", TEXT, N_("Menurut pembuatnya: bersertifikat, dalam_proses, belum, tidak_halal, tidak_wajib")),
        _CHECKS,
        Column("rak_showroom", TEXT, N_("Rak di ruang pamer tempat barangnya dapat dilihat")),
        Column("dapat_ditanyakan", YES_NO, N_("Dapat ditanyakan lewat Griya sekarang")),
        Column("foto", ADDRESS, N_("Foto utama; hak fotonya pada pemotretnya")),
        Column("diubah", MOMENT, N_("Kapan isinya terakhir berubah")),
        _IS_SAMPLE,
    ),
)
PRODUCERS: Final = Table(
    "ikm",
    N_("IKM"),
    N_("Satu baris satu pembuat yang produknya sedang ditampilkan"),
    (
        Column("kode", TEXT, N_("Kode tetap pembuat ini")),
        Column("nama", TEXT, N_("Nama usaha")),
        _ADDRESS,
        Column("wilayah_kode", TEXT, N_("Kode Kemendagri kabupaten atau kotanya")),
        Column("wilayah", TEXT, N_("Nama kabupaten atau kotanya")),
        Column("kecamatan", TEXT, N_("Nama kecamatan bila diketahui")),
        Column("berdiri", NUMBER, N_("Tahun berdiri")),
        Column("cerita", TEXT, N_("Cerita pembuatnya")),
        Column("cerita_en", TEXT, N_("Cerita dalam bahasa Inggris")),
        _SHOWN,
        _CHECKS,
        _IS_SAMPLE,
    ),
)
REGIONS: Final = Table(
    "wilayah",
    N_("Wilayah"),
    N_("Satu baris satu kabupaten atau kota"),
    (
        Column("kode", TEXT, N_("Kode Kemendagri")),
        _SLUG,
        Column("nama", TEXT, N_("Nama dengan Kab. atau Kota")),
        _ENGLISH,
        _ADDRESS,
        _SHOWN,
        Column("jumlah_ikm", NUMBER, N_("Banyaknya pembuat beralamat di sana yang produknya ditampilkan")),
    ),
)
SHELVES: Final = Table(
    "rak",
    N_("Rak"),
    N_("Satu baris satu rak atau bagian rak"),
    (
        _SLUG,
        Column("induk", TEXT, N_("Rak yang memuat bagian ini; kosong pada rak")),
        Column("nama", TEXT, N_("Nama rak")),
        _ENGLISH,
        _ADDRESS,
        _SHOWN,
    ),
)
_TERM_COLUMNS: Final = (
    _SLUG,
    Column("nama", TEXT, N_("Nama dalam bahasa Indonesia")),
    _ENGLISH,
    _ADDRESS,
    _SHOWN,
)
MATERIALS: Final = Table("bahan", N_("Bahan"), N_("Satu baris satu bahan"), _TERM_COLUMNS)
TECHNIQUES: Final = Table("teknik", N_("Cara membuat"), N_("Satu baris satu cara membuat"), _TERM_COLUMNS)
SELECTIONS: Final = Table(
    "terseleksi",
    N_("Produk terseleksi"),
    N_("Satu baris satu produk dalam satu pilihan kurator yang sedang atau pernah tayang"),
    (
        Column("pilihan", TEXT, N_("Nama pendek pilihan dalam alamat web")),
        Column("judul", TEXT, N_("Judul pilihan")),
        Column("judul_en", TEXT, N_("Judul dalam bahasa Inggris")),
        _ADDRESS,
        Column("keadaan", TEXT, N_("tayang atau selesai")),
        Column("mulai", MOMENT, N_("Mulai tayang")),
        Column("selesai", MOMENT, N_("Selesai tayang")),
        Column("urutan", NUMBER, N_("Tempatnya dalam pilihan, dari 1")),
        Column("produk_kode", TEXT, N_("Kode produk (kolom kode pada tabel produk)")),
        Column("produk_nama", TEXT, N_("Nama produk")),
        Column("alasan", TEXT, N_("Mengapa dipilih")),
        Column("alasan_en", TEXT, N_("Alasan dalam bahasa Inggris")),
        _IS_SAMPLE,
    ),
)
CURATION: Final = Table(
    "kurasi",
    N_("Kurasi per tahun"),
    N_("Satu baris satu kabupaten atau kota dalam satu tahun; baris berkode 61 berisi seluruh provinsi"),
    (
        Column("tahun", NUMBER, N_("Tahun menurut waktu Indonesia Barat")),
        Column("wilayah_kode", TEXT, N_("Kode Kemendagri; 61 untuk provinsi")),
        Column("wilayah", TEXT, N_("Nama kabupaten atau kota tempat dibuat")),
        Column("diajukan", NUMBER, N_("Banyaknya produk yang diajukan; kosong bila 1 atau 2")),
        Column("terseleksi", NUMBER, N_("Banyaknya produk yang menjadi terseleksi tahun itu")),
        Column("diputus", NUMBER, N_("Banyaknya penilaian yang diputus; hanya pada baris provinsi")),
        Column("hari_tengah", NUMBER, N_("Lama penilaian dalam hari, nilai tengah; kosong bila kurang dari 3")),
        Column("banding", NUMBER, N_("Banyaknya banding yang masuk; kosong bila 1 atau 2")),
        Column("banding_dikabulkan", NUMBER, N_("Banyaknya di antaranya yang dikabulkan")),
    ),
)
TABLES: Final = {
    table.key: table for table in (PRODUCTS, PRODUCERS, REGIONS, SHELVES, MATERIALS, TECHNIQUES, SELECTIONS, CURATION)
}
# What is known and never leaves, as the page about the data says.
NEVER: Final = (
    N_("tenaga kerja, investasi, kapasitas, dan penjualan"),
    N_("NIB, NIK, NPWP, dan alamat rumah"),
    N_("telepon dan e-mail pembuat, juga yang ia izinkan tampil di halamannya"),
    N_("harga yang tidak diumumkan"),
)
