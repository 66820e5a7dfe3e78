"""The notice beside the form (UU 27/2022 art. 21–24): its words, their version, and the digest kept as proof."""

import hashlib
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Notice:
    """One wording. A changed word is a new version: consent given to an older one keeps pointing at it."""

    purpose: str
    version: str
    consent: str
    sentences: tuple[str, ...]

    @property
    def wording_digest(self) -> str:
        """SHA-256 of every word that the person was shown."""
        words = (self.purpose, self.version, self.consent, *self.sentences)
        return hashlib.sha256("\n".join(words).encode()).hexdigest()


INQUIRY: Final = Notice(
    purpose="answer_inquiry",
    version="2026-11-1",
    consent=(
        "Saya setuju nama, kontak, dan isi permintaan ini diteruskan kepada pembuat produk yang saya pilih dan petugas "
        "showroom Griya IKM untuk dijawab. Saya berusia 18 tahun ke atas."
    ),
    sentences=(
        "Data ini hanya dipakai untuk menjawab permintaan Anda, atas dasar persetujuan Anda.",
        "Yang menerimanya: pembuat produk yang namanya tertulis di daftar, dan petugas showroom Griya IKM.",
        "Disimpan paling lama 24 bulan sesudah permintaan selesai, lalu nama dan kontak dihapus.",
        "Anda boleh melihat, membetulkan, menarik kembali, atau menghapus data ini: sebutkan nomornya kepada petugas.",
        "Jangan menulis NIK, foto KTP, atau tanggal lahir; kami tidak memerlukannya.",
    ),
)
