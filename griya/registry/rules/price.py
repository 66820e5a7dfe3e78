"""Reading an amount of rupiah as people type it."""

import re
from typing import Final

from griya.registry.rules.unreadable import Unreadable

MAX_IDR: Final = 9_999_999_999

_LONGEST: Final = 40
_CURRENCY: Final = re.compile(r"^(?:rp\.?|idr)\s*", re.IGNORECASE)
_PLAIN: Final = re.compile(r"0|[1-9][0-9]*")
# Thousands stand in threes behind one and the same mark: a dot (Indonesian), a comma (English) or a space.
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
# The dash of a price tag ("25.000,-") stands for "no sen"; digits count as sen only behind a mark of their own.
_TAG_DASH: Final = re.compile(r"[.,] ?-{1,2}$")
_SEN: Final = re.compile(r"(?P<whole>[0-9., ]+)(?P<mark>[.,])(?P<sen>[0-9]{2})")


def parse_rupiah(raw: str, *, most: int = MAX_IDR) -> int:
    """Whole rupiah from `25000`, `25.000`, `Rp 25.000,00`, `25.000,-` or `Rp 100,000.00` (a hundred thousand).

    What could mean two amounts ("25.00", "2.5000") is refused rather than guessed; so are sen, ranges, words such as
    "25rb", negatives and anything above `most`. Raises `Unreadable` with a sentence in
    Indonesian.
    """
    typed = re.sub(r"\s+", " ", raw).strip()
    typed = _CURRENCY.sub("", typed)
    if not typed:
        raise Unreadable("Harga belum diisi.")
    if typed.startswith(("-", "(", "−")):
        raise Unreadable("Harga tidak boleh kurang dari nol.")
    if re.search(r"[^0-9., -]", typed):
        raise Unreadable(f"Harga “{raw.strip()[:40]}” tidak terbaca. Tulis dengan angka saja, misalnya 25.000.")
    if len(typed) > _LONGEST:
        raise Unreadable("Harga terlalu panjang untuk dibaca.")
    amount = _whole(typed, raw)
    if amount > most:
        raise Unreadable("Harga terlalu besar. Periksa jumlah angka nolnya.")
    return amount


def _whole(typed: str, raw: str) -> int:
    amount = _thousands(_TAG_DASH.sub("", typed))
    if amount is not None:
        return amount
    match = _SEN.fullmatch(typed)
    amount = _thousands(match["whole"]) if match else None
    # "25.00" may be a mistyped 25.000: sen are believed only behind a thousand, and behind a mark of their own.
    if match is None or amount is None or amount < 1000 or match["mark"] in match["whole"]:
        raise Unreadable(f"Harga “{raw.strip()[:40]}” bisa berarti lebih dari satu jumlah. Tulis misalnya 25.000.")
    if match["sen"] != "00":
        raise Unreadable("Harga ditulis dalam rupiah bulat, tanpa sen.")
    return amount


def _thousands(text: str) -> int | None:
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return int(re.sub(r"[., ]", "", text))
    return None
