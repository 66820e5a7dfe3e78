"""What the desk says of a screen: its state in a word, what is wrong in one line, and what to do about it."""

from datetime import timedelta
from typing import Final

from griya.core.text import number
from griya.selection.rules.wording import distance
from griya.showroom.rules.reports import Life

# The classes that `desk-state` has a ground for.
LIFE_TONES: Final = {
    Life.UNPAIRED: "draft",
    Life.SILENT: "gagal",
    Life.ONLINE: "aktif",
    Life.LATE: "dicoba-lagi",
    Life.DEAD: "gagal",
    Life.STILL: "gagal",
    Life.FAULTY: "dicoba-lagi",
    Life.BEHIND: "dicoba-lagi",
}
# Somebody has to go there; the others mend themselves or are told on the board alone.
TASKS: Final = frozenset({Life.SILENT, Life.DEAD, Life.STILL})
_ERRORS: Final = {
    "list": "daftarnya tidak dapat dibaca",
    "media": "sebuah foto tidak lengkap diunduh",
    "hash": "sebuah foto rusak di jalan",
    "quota": "penyimpanan layar penuh",
    "decode": "sebuah foto tidak dapat dibuka",
    "net": "server tidak menjawab layar",
}
DURATIONS: Final = {
    "15": "15 menit", "30": "30 menit", "60": "1 jam", "120": "2 jam", "240": "4 jam", "480": "8 jam",
    "1440": "24 jam",
}  # fmt: skip


def advice(life: Life, *, age: timedelta | None, error: str, is_place_open: bool) -> str:
    """One line that says what is wrong and what to do; empty where nothing is."""
    heard = f"Terakhir terdengar {distance(age)} lalu" if age is not None else ""
    if life is Life.DEAD and not is_place_open:
        return f"{heard}. Tempatnya sedang tutup; mungkin layarnya dimatikan."
    return {
        Life.ONLINE: "",
        Life.UNPAIRED: "Buka alamat pemasangan di layar ini, lalu ketik kodenya di sini.",
        Life.SILENT: "Sudah dipasang, tetapi belum pernah melapor. Muat ulang layarnya.",
        Life.LATE: f"{heard}. Isi terakhir masih tayang; tunggu sebentar, lalu periksa sambungannya.",
        Life.DEAD: f"{heard}. Periksa listrik dan internetnya; bila menyala, isi terakhir masih tayang.",
        Life.STILL: "Melapor, tetapi gambarnya tidak berganti. Muat ulang atau nyalakan ulang layarnya.",
        Life.FAULTY: f"Layar melaporkan masalah: {_ERRORS.get(error, f'kode {error}')}. Isi terakhir masih tayang.",
        Life.BEHIND: "Masih menayangkan daftar lama: yang baru belum lengkap di layar. Periksa internetnya.",
    }[life]


def shown_words(times: int, ms: int) -> str:
    """`214 kali, 35 menit`; below a minute in seconds, from two hours on in hours."""
    seconds = ms // 1000
    if seconds < 60:
        told = f"{seconds} detik"
    elif seconds < 7200:
        told = f"{seconds // 60} menit"
    else:
        told = f"{seconds // 3600} jam"
    return f"{number(times)} kali, {told}"


def maker_sentence(times: int, ms: int, when: str, what: str = "Produk Anda") -> str:
    """What a maker is told: `Produk Anda tayang 214 kali, 35 menit, minggu ini`."""
    if not times:
        return f"{what} belum tayang di layar ruang pamer {when}."
    return f"{what} tayang {shown_words(times, ms)}, {when}."
