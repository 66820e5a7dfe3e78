"""What the public pages call results, in words that a template says in either language."""

from typing import Final

from griya.core.words import N_, Bilingual
from griya.curation.models import Result

RESULT_LABELS: Final = {
    Result.SELECTED: N_("Terseleksi"),
    Result.CONDITIONAL: N_("Terseleksi bersyarat"),
    Result.COACHING: N_("Perlu pembinaan"),
    Result.NOT_PASSED: N_("Tidak lolos"),
    Result.REVOKED: N_("Dicabut"),
}
RESULT_MEANINGS: Final = {
    Result.SELECTED: N_("Berlaku 12 bulan. Halaman produknya memuat tandanya dan pembuatnya menerima sertifikat."),
    Result.CONDITIONAL: N_("Hampir: pembuatnya memenuhi syarat tertulis sebelum tanggalnya, lalu menjadi terseleksi."),
    Result.COACHING: N_("Belum: pembuatnya menerima catatan tertulis dan ditawari pembinaan."),
    Result.NOT_PASSED: N_("Tidak memenuhi; alasannya ditulis, dan produknya boleh diajukan lagi sesudah diperbaiki."),
}
# What a rule says to the desk, as a maker is told it.
FAULTS_FOR_MAKERS: Final = {
    "Banding atas putusan ini sudah masuk.": N_("Banding Anda sudah kami terima."),
    "Putusan ini tidak dapat dibanding.": N_("Putusan ini tidak dapat dibanding."),
    "Waktu banding sudah lewat.": N_("Waktu banding sudah lewat."),
}
# A certificate says everything in both languages side by side.
CERTIFICATE_WORDS: Final = {
    "title": Bilingual("Sertifikat Produk Terseleksi", "Certificate of Selection"),
    "number": Bilingual("Nomor", "Number"),
    "awarded": Bilingual("Diberikan kepada produk", "Awarded to the product"),
    "made_by": Bilingual("buatan", "made by"),
    "from": Bilingual("Berlaku", "Valid from"),
    "through": Bilingual("sampai dengan", "through"),
    "check": Bilingual("Periksa keabsahan dengan kode ini atau di", "Check this certificate by the code or at"),
    "head": Bilingual("Kepala kantor", "Head of office"),
}
