"""The questions every buyer asks: each a tick on the inquiry's form, and a fact that a maker answers once."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from griya.core.words import N_


class Question(StrEnum):
    """What can be asked by a tick. The code is what the tables keep."""

    WHOLESALE_PRICE = "harga_grosir"
    LEAST = "moq"
    LEAD_TIME = "waktu_produksi"
    SAMPLE = "contoh"
    OWN_BRAND = "merek_sendiri"
    DELIVERY = "kirim_ke"
    EXPORT_PAPERS = "dokumen_ekspor"


# As a buyer reads them beside the box, and a maker above the answer.
LABELS: Final = {
    Question.WHOLESALE_PRICE: N_("Harga grosir"),
    Question.LEAST: N_("Pesanan paling sedikit"),
    Question.LEAD_TIME: N_("Waktu produksi"),
    Question.SAMPLE: N_("Contoh barang"),
    Question.OWN_BRAND: N_("Memakai merek sendiri"),
    Question.DELIVERY: N_("Dikirim ke mana saja"),
    Question.EXPORT_PAPERS: N_("Dokumen ekspor"),
}


def known_questions(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes that are questions, each once and in the order of the form; everything else is left out."""
    asked = set(codes)
    return tuple(question.value for question in Question if question in asked)


# What a standing answer never says: the product's own price mode decides whether a price is told, and the register
# whether a contact is.
_MONEY: Final = re.compile(
    r"\b(?:rp|idr|usd|myr|sgd|bnd|rm)\.?\s*[0-9]|[0-9]\s*(?:rb|ribu|jt|juta|rupiah|ringgit|dol+ar)\b|[$€]",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(r"@|https?:|www\.|\b[\w-]+\.(?:com|id|net|my)\b|(?:[0-9][ .-]?){8,}", re.IGNORECASE)
# "Bu Sari" is somebody; "10 pak" is a pack.
_ADDRESSED: Final = re.compile(r"\b(?:[Bb]u|[Ii]bu|[Pp]ak|[Bb]apak|[Kk]ak|[Mm]bak|[Mm]as)\s+[A-Z]\w+")
_SHORTEST_NAME: Final = 3
_HONORIFICS: Final = frozenset({"ibu", "bapak", "pak", "kak", "mbak", "mas"})


def answer_faults(question: str, text: str) -> list[str]:
    """Why nobody may put this on a product's page; empty when somebody who has read it may."""
    if question == Question.WHOLESALE_PRICE or _MONEY.search(text):
        return ["Harga tidak ditampilkan sebagai jawaban tetap: cara menampilkan harga diatur pada produknya."]
    if _CONTACT.search(text):
        return ["Nomor telepon, alamat e-mail, dan tautan tidak ditampilkan sebagai jawaban tetap."]
    return []


def names_one_of(text: str, names: Iterable[str]) -> bool:
    """Whether an answer holds a part of one of these names."""
    words = {word.casefold() for word in re.findall(r"\w+", text)}
    own = {word.casefold() for name in names for word in re.findall(r"\w+", name) if len(word) >= _SHORTEST_NAME}
    return bool(words & (own - _HONORIFICS))


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Whether an answer speaks to a person: it was written for one buyer, and may hold a name."""
    return names_one_of(text, names) or _ADDRESSED.search(text) is not None


def needs_reading(question: str, text: str, names: Iterable[str]) -> bool:
    """Whether somebody of the office has to read an answer before it stands on the product's page."""
    return bool(answer_faults(question, text)) or names_somebody(text, names)
