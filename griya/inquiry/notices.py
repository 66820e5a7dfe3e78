"""The notice beside the form (UU 27/2022 art. 21–24): its words, their version, and the digest kept as proof.

English is a wording of its own with a version of its own: a consent proves which words a person was shown. Both say the
same things in the same order. Wordings that are no longer shown stay here, because consents that were given to them do.
"""

import hashlib
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Notice:
    """One wording. A changed word is a new version: consent given to an older one keeps pointing at it."""

    language: str
    purpose: str
    version: str
    consent: str
    sentences: tuple[str, ...]
    # A purpose of its own with a box of its own, which nobody has to tick.
    news: str = ""

    @property
    def wording_digest(self) -> str:
        """SHA-256 of every word that the person was shown beside the box of the inquiry."""
        return _digest(self.purpose, self.version, self.consent, *self.sentences)

    @property
    def news_digest(self) -> str:
        """The same of the box of the news."""
        return _digest(NEWS, self.version, self.news, *self.sentences)


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


NEWS: Final = "news"


INQUIRY: Final = Notice(
    language="id",
    purpose="answer_inquiry",
    version="2026-11-2",
    consent=(
        "Saya setuju nama, kontak, isi permintaan, dan berkas ini diteruskan kepada pembuat produk yang saya pilih dan "
        "petugas showroom Griya IKM untuk dijawab. Saya berusia 18 tahun ke atas."
    ),
    news="Kabari saya tentang pameran dan produk baru Griya IKM. Boleh tidak dicentang; permintaan tetap dijawab.",
    sentences=(
        "Data ini hanya dipakai untuk menjawab permintaan Anda, atas dasar persetujuan Anda.",
        (
            "Yang menerimanya: pembuat produk yang namanya tertulis di daftar, dan petugas showroom Griya IKM. "
            "Permintaan ekspor dibaca petugas dahulu."
        ),
        (
            "Disimpan paling lama 24 bulan sesudah permintaan selesai, lalu nama, kontak, dan berkas dihapus. Bukti "
            "persetujuan disimpan 5 tahun lebih lama."
        ),
        "Anda boleh melihat, membetulkan, menarik kembali, atau menghapus data ini: sebutkan nomornya kepada petugas.",
        "Jangan menulis NIK, foto KTP, atau tanggal lahir; kami tidak memerlukannya.",
    ),
)
INQUIRY_EN: Final = Notice(
    language="en",
    purpose=INQUIRY.purpose,
    version="2026-11-2-en",
    consent=(
        "I agree that my name, my contact details, this inquiry and these files are passed on to the makers of the "
        "products I chose and to the Griya IKM showroom staff so that they can answer. I am 18 or older."
    ),
    news="Tell me about fairs and new products of Griya IKM. You may leave this empty; you are answered anyway.",
    sentences=(
        "These data are used only to answer your inquiry, on the basis of your consent.",
        (
            "They are received by the makers named in the list and by the Griya IKM showroom staff. "
            "Export inquiries are read by the staff first."
        ),
        (
            "Kept for at most 24 months after the inquiry is closed; then name, contact details and files are deleted. "
            "The proof of consent is kept 5 years longer."
        ),
        "You may see, correct, withdraw or delete these data: tell the staff the number of your inquiry.",
        "Do not write an identity number, a date of birth or a photo of an identity card; we do not need them.",
    ),
)
_FIRST: Final = Notice(
    language="id",
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
_FIRST_EN: Final = Notice(
    language="en",
    purpose="answer_inquiry",
    version="2026-11-1-en",
    consent=(
        "I agree that my name, my contact details and this inquiry are passed on to the makers of the products I chose "
        "and to the Griya IKM showroom staff so that they can answer. I am 18 or older."
    ),
    sentences=(
        "These data are used only to answer your inquiry, on the basis of your consent.",
        "They are received by the makers named in the list and by the Griya IKM showroom staff.",
        "Kept for at most 24 months after the inquiry is closed; then name and contact details are deleted.",
        "You may see, correct, withdraw or delete these data: tell the staff the number of your inquiry.",
        "Do not write an identity number, a date of birth or a photo of an identity card; we do not need them.",
    ),
)
_PAST: Final = (_FIRST, _FIRST_EN)
_NOTICES: Final = {notice.language: notice for notice in (INQUIRY, INQUIRY_EN)}


def for_language(language: str) -> Notice:
    """The wording that a page in this language shows."""
    return _NOTICES[language]


def of_version(version: str) -> Notice | None:
    """The wording with this version, None when we show it no longer or never did."""
    return next((notice for notice in _NOTICES.values() if notice.version == version), None)


def wording(version: str) -> Notice | None:
    """The wording with this version, whether it is still shown or not: what a consent was given to."""
    return next((notice for notice in (*_NOTICES.values(), *_PAST) if notice.version == version), None)
