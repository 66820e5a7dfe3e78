"""What a page says to eyes and ears, in which language, and which Indonesian words pass for English there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from justhtml import JustHTML

from tests.page import attributes

# Frequent Indonesian words that are no English ones, nor part of a name.
INDONESIAN = re.compile(
    r"\b(?:dan|yang|di|dari|ke|kepada|untuk|tidak|atau|dengan|ini|itu|pada|adalah|akan|kami|anda|oleh|sudah|belum|semua|"
    r"setiap|tiap|lihat|harga|tanya|mulai|wilayah|rak|kabupaten|kab|pembuat|pembuatnya|produk|permintaan|"
    r"petugas|kurator|nama|nomor|halaman|bahasa|cari|mengapa|dipilih|tayang|contoh|lembar|buah|bungkus)\b",
    re.IGNORECASE,
)
# Addresses are the same in both languages, apart from their beginning.
ADDRESS = re.compile(r"https?://\S+")
SPOKEN = ("alt", "aria-label", "placeholder", "title", "content", "value")
SILENT = {"script", "style"}


def said(element: Any, language: str = "") -> Iterator[tuple[str, str]]:
    """Everything below an element that is read, with the language it is said in."""
    if element.name in SILENT:
        return
    if element.name == "#text":
        yield language, str(element.data)
        return
    if not (element.name or "").startswith(("#", "!")):
        own = attributes(element)
        language = own.get("lang", language)
        for name in SPOKEN:
            # A value is read on a button alone; that of an option or a box is sent, and its label is what is read.
            is_spoken = name != "value" or (element.name == "input" and own.get("type") in {"submit", "button"})
            if is_spoken and not (name == "content" and own.get("name") != "description"):
                yield language, own.get(name, "")
    for child in element.children or ():
        yield from said(child, language)


def indonesian_words(html: str, names: Sequence[str] = ()) -> list[str]:
    """Indonesian words that a page says as if they were English."""
    found = []
    for language, text in said(JustHTML(html, sanitize=False).query("html")[0]):
        if language != "id":
            found += INDONESIAN.findall(ADDRESS.sub("", re.sub("|".join(map(re.escape, names)) or "$", "", text)))
    return found
