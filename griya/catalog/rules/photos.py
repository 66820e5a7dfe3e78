"""Which photos a product takes, and what of them must stay in sight."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from griya.catalog.models import PhotoRole
from griya.core.words import N_

PHOTO_ROLE_LABELS: Final = {
    PhotoRole.MAIN: N_("Foto utama"),
    PhotoRole.SCALE: N_("Perbandingan ukuran"),
    PhotoRole.DETAIL: N_("Dari dekat"),
    PhotoRole.PROCESS: N_("Proses membuat"),
    PhotoRole.MAKER: N_("Pembuatnya"),
    PhotoRole.PACKAGING: N_("Kemasan"),
}
MAX_PHOTOS: Final = 12
_SHORTEST_ALT: Final = 8
_LONGEST_ALT: Final = 250


@lru_cache(maxsize=1024)
def focal_place(x: float, y: float) -> str:
    """Which ninth of a photo must stay in sight when it is cropped; `x` and `y` from 0 (left, top) to 1."""
    across = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    down = "top" if y < 1 / 3 else "bottom" if y > 2 / 3 else ""
    return "-".join(part for part in (across, down) if part) or "center"


def photo_refusals(
    *, alt_id: str, alt_en: str, focal: tuple[float, float], roles: Sequence[str], role: str, is_public: bool
) -> tuple[str, ...]:
    """Why a photo cannot be added to a product that has photos in `roles`; nothing when it can.

    Words for those who cannot see it are asked for in Indonesian at once and in English before anybody can see it.
    """
    reasons = []
    if role not in PHOTO_ROLE_LABELS:
        reasons.append("Peran foto itu tidak dikenal.")
    if not _SHORTEST_ALT <= len(alt_id) <= _LONGEST_ALT:
        reasons.append("Tuliskan apa yang terlihat di foto dalam bahasa Indonesia, 8 sampai 250 huruf.")
    if len(alt_en) > _LONGEST_ALT or (alt_en and len(alt_en) < _SHORTEST_ALT):
        reasons.append("Keterangan bahasa Inggris 8 sampai 250 huruf.")
    if is_public and not alt_en:
        reasons.append("Produk ini sedang tayang: tuliskan juga keterangan foto dalam bahasa Inggris.")
    if not all(0 <= part <= 1 for part in focal):
        reasons.append("Titik fokus berada di luar foto.")
    if role == PhotoRole.MAIN and role in roles:
        reasons.append("Produk ini sudah punya foto utama. Hapus dulu yang lama.")
    if len(roles) >= MAX_PHOTOS:
        reasons.append(f"Produk ini sudah punya {MAX_PHOTOS} foto. Hapus dulu satu.")
    return tuple(reasons)


def publishing_refusals(english_alts: Sequence[str]) -> tuple[str, ...]:
    """Why a product with photos that have these English words cannot be published; nothing when it can."""
    missing = sum(not words for words in english_alts)
    return (f"{missing} foto belum punya keterangan bahasa Inggris.",) if missing else ()
