"""Where and how an officer asks the issuer, told plainly, kind by kind (domain 2: the table of certificates)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from griya.registry.rules.numbers import CredentialKind


@dataclass(frozen=True, slots=True)
class Register:
    """Where to ask: a host to open, where there is one, who issues it, and what to compare there."""

    issuer: str
    host: str | None
    steps: tuple[str, ...]


_BPOM: Final = (
    "Buka situsnya, pilih cari menurut nomor registrasi, ketik nomornya.",
    "Cocokkan nama produk, nama pendaftar, dan masa berlakunya.",
)
_BRAND: Final = (
    "Buka situsnya dan cari nomornya, atau mereknya.",
    "Cocokkan pemilik, kelas barang, dan statusnya.",
)
REGISTERS: Final[Mapping[CredentialKind, Register]] = {
    CredentialKind.NIB: Register(
        "OSS (BKPM)",
        "oss.go.id",
        (
            "Pindai kode QR pada NIB, atau cari nomornya di situs.",
            "Cocokkan nama usaha dan tempatnya, lalu catat status NIB yang tertulis di sana.",
        ),
    ),
    CredentialKind.HALAL: Register(
        "BPJPH",
        "bpjph.halal.go.id",
        (
            "Buka situsnya, pilih cek produk atau sertifikat halal, ketik nomornya.",
            "Cocokkan nama pelaku usaha, lalu bandingkan nama produk dengan lampiran sertifikat.",
        ),
    ),
    CredentialKind.HALAL_MUI: Register(
        "LPPOM MUI", None, ("Sertifikat lama: tanyakan ke LPPOM MUI Kalimantan Barat, dan minta nomor BPJPH.",)
    ),
    CredentialKind.PIRT: Register(
        "Bupati atau wali kota lewat OSS (Dinas Kesehatan)",
        "sppirt.pom.go.id",
        (
            "Buka situsnya dan ketik nomor P-IRT lengkap dengan dua angka terakhirnya.",
            "Cocokkan nama usaha, alamat, dan jenis pangan. Bila situs tidak menjawab, tanya Dinas Kesehatan setempat.",
        ),
    ),
    CredentialKind.BPOM_MD: Register("BPOM", "cekbpom.pom.go.id", _BPOM),
    CredentialKind.BPOM_COSMETIC: Register("BPOM", "cekbpom.pom.go.id", _BPOM),
    CredentialKind.BPOM_HERBAL: Register("BPOM", "cekbpom.pom.go.id", _BPOM),
    CredentialKind.MEREK: Register("DJKI", "pdki-indonesia.dgip.go.id", (*_BRAND, "Yang benar berstatus “Didaftar”.")),
    CredentialKind.MEREK_APPLICATION: Register(
        "DJKI", "pdki-indonesia.dgip.go.id", (*_BRAND, "Permohonan belum merek terdaftar.")
    ),
    CredentialKind.IG: Register(
        "DJKI",
        "pdki-indonesia.dgip.go.id",
        (
            "Cari indikasi geografisnya di situs.",
            "Indikasi geografis milik masyarakat (MPIG): minta bukti bahwa pembuat ini pengguna terdaftar.",
        ),
    ),
    CredentialKind.SNI: Register(
        "LSPro terakreditasi, BSN", "bsn.go.id", ("Cari nomor SPPT SNI-nya; cocokkan nama usaha dan produknya.",)
    ),
    CredentialKind.SNI_BINA_UMK: Register(
        "OSS dan BSN", "oss.go.id", ("Tanda ini terbit bersama NIB: lihat pada NIB yang sama.",)
    ),
    CredentialKind.TKDN: Register(
        "Kementerian Perindustrian",
        "tkdn.kemenperin.go.id",
        ("Cari nama usaha atau nomor sertifikatnya; cocokkan nilainya sampai dua desimal.",),
    ),
    CredentialKind.OVOP: Register(
        "Kementerian Perindustrian",
        "ovop.kemenperin.go.id",
        ("Cocokkan bintang, skala, tahun, dan kelompok barang dengan piagam atau pengumumannya.",),
    ),
    CredentialKind.SLHS: Register(
        "Dinas Kesehatan kabupaten atau kota", None, ("Tanyakan ke Dinas Kesehatan yang menerbitkannya.",)
    ),
}
