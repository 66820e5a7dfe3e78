"""Cells picked from a list: price mode, halal state, stock, unit and legal form, in the words people use."""

from collections.abc import Mapping
from typing import Any, Final

from griya.catalog.models import Availability, HalalStatus, PriceMode
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.halal import HALAL_LABELS
from griya.intake.rules.cells import fold
from griya.registry.rules.unreadable import Unreadable

# What the template offers, in its order.
UNITS: Final = (
    "pcs", "pak", "toples", "botol", "dus", "lembar", "set", "pasang", "kg", "gram", "liter", "ikat", "loyang", "meter",
)  # fmt: skip
PRICE_MODE_WORDS: Final = {
    PriceMode.SHOWN: "Harga tampil",
    PriceMode.FROM: "Mulai dari",
    PriceMode.ASK: "Tanya produsen",
}
HALAL_WORDS: Final = HALAL_LABELS
AVAILABILITY_WORDS: Final = AVAILABILITY_LABELS
LEGAL_FORM_WORDS: Final = {
    "perorangan": "Perorangan",
    "ud": "UD",
    "cv": "CV",
    "pt": "PT",
    "pt_perorangan": "PT Perorangan",
    "koperasi": "Koperasi",
    "kelompok": "Kelompok usaha bersama",
    "bumdes": "BUMDes",
    "firma": "Firma",
    "yayasan": "Yayasan",
}

_UNIT_SYNONYMS: Final = {
    "pcsbuah": "pcs",
    "buah": "pcs", "biji": "pcs", "unit": "pcs", "bh": "pcs", "pc": "pcs", "pack": "pak", "bungkus": "pak",
    "bks": "pak",
    "pouch": "pak", "kotak": "dus", "box": "dus", "helai": "lembar", "lbr": "lembar", "btl": "botol", "kilogram": "kg",
    "g": "gram", "gr": "gram", "ltr": "liter", "l": "liter", "m": "meter", "tpls": "toples",
}  # fmt: skip
_PRICE_MODE_SYNONYMS: Final = {
    "hargapas": PriceMode.SHOWN, "tetap": PriceMode.SHOWN, "mulaidari": PriceMode.FROM,
    "hubungiprodusen": PriceMode.ASK,
    "tanya": PriceMode.ASK, "hubungi": PriceMode.ASK,
}  # fmt: skip
_HALAL_SYNONYMS: Final = {
    "sudah": HalalStatus.CERTIFIED, "sudahbersertifikat": HalalStatus.CERTIFIED, "proses": HalalStatus.IN_PROCESS,
    "sedangdiurus": HalalStatus.IN_PROCESS, "sertifikasihalalsedangdiurus": HalalStatus.IN_PROCESS,
    "sertifikasidalamproses": HalalStatus.IN_PROCESS, "sertifikasihalaldalamproses": HalalStatus.IN_PROCESS,
    "belumada": HalalStatus.NOT_YET,
    "belumbersertifikat": HalalStatus.NOT_YET, "nonhalal": HalalStatus.NOT_HALAL,
}  # fmt: skip
# "No" to "halal?" is either no certificate or a legal label; nobody may guess which.
_HALAL_UNCLEAR: Final = frozenset({"ya", "tidak", "halal", "ada", "tidakada", "true", "false", "1", "0"})
_AVAILABILITY_SYNONYMS: Final = {
    "ada": Availability.READY, "tersedia": Availability.READY, "siapkirim": Availability.READY,
    "siap": Availability.READY, "habis": Availability.SOLD_OUT, "preorder": Availability.MADE_TO_ORDER,
    "po": Availability.MADE_TO_ORDER,
    "pesanan": Availability.MADE_TO_ORDER, "kosong": Availability.SOLD_OUT, "sedanghabis": Availability.SOLD_OUT,
}  # fmt: skip
_LEGAL_FORM_SYNONYMS: Final = {
    "perseorangan": "perorangan", "usahadagang": "ud", "kub": "kelompok", "kube": "kelompok",
    "kelompokusaha": "kelompok",
    "poktan": "kelompok", "bumdesa": "bumdes", "perseroanterbatas": "pt", "fa": "firma",
}  # fmt: skip


def price_mode(text: str) -> str:
    """How the price is told. Raises `Unreadable`."""
    return _pick(text, PRICE_MODE_WORDS, _PRICE_MODE_SYNONYMS, "Mode harga")


def halal_status(text: str) -> str:
    """The halal state; a bare yes or no is asked back. Raises `Unreadable`."""
    if fold(text) in _HALAL_UNCLEAR:
        words = ", ".join(HALAL_WORDS.values())
        raise Unreadable(f"Status halal “{text[:40]}” belum jelas artinya. Pilih salah satu: {words}.")
    return _pick(text, HALAL_WORDS, _HALAL_SYNONYMS, "Status halal")


def availability(text: str) -> str:
    """What the producer says of stock. Raises `Unreadable`."""
    return _pick(text, AVAILABILITY_WORDS, _AVAILABILITY_SYNONYMS, "Ketersediaan")


def legal_form(text: str) -> str:
    """The legal form as it is stored. Raises `Unreadable`."""
    return _pick(text, LEGAL_FORM_WORDS, _LEGAL_FORM_SYNONYMS, "Bentuk usaha")


def unit(text: str) -> str | None:
    """The unit as we write it, or None for one that is not on the list (it may still be right)."""
    folded = fold(text)
    return folded if folded in UNITS else _UNIT_SYNONYMS.get(folded)


def _pick(text: str, words: Mapping[Any, str], synonyms: Mapping[str, str], what: str) -> str:
    by_word = {fold(key): str(key) for key in words} | {fold(word): str(key) for key, word in words.items()}
    found = by_word.get(fold(text)) or synonyms.get(fold(text))
    if found is None:
        raise Unreadable(f"{what} “{text[:40]}” tidak dikenal. Pilih salah satu: {', '.join(words.values())}.")
    return str(found)
