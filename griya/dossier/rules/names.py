"""How alike two names of firms are: what they share of three-letter pieces, without the words that every firm has."""

import re
import unicodedata
from typing import Final

# Words that say what kind of a firm it is and not which. They are left out unless nothing else is left.
_COMMON: Final = frozenset(
    {
        "bumdes", "cv", "dapur", "group", "grup", "home", "ikm", "industri", "industry", "kelompok", "koperasi", "kub",
        "kube", "kwt", "pengrajin", "perajin", "pt", "produksi", "rumah", "sentra", "tb", "toko", "ud", "umkm", "usaha",
        "bersama", "bpk", "bapak", "ibu", "pak", "bu",
    }
)  # fmt: skip
_ADDRESS_COMMON: Final = frozenset(
    {"jalan", "jl", "jln", "no", "nomor", "rt", "rw", "gang", "gg", "desa", "kel", "kelurahan", "kec", "kecamatan",
     "dusun", "dsn", "kab", "kota", "kabupaten"}
)  # fmt: skip
_SHORTEST_ADDRESS: Final = 6


def words_of(name: str) -> tuple[str, ...]:
    """The words by which a firm is known, folded."""
    words = _folded(name)
    return tuple(word for word in words if word not in _COMMON) or words


def pieces_of(words: tuple[str, ...]) -> frozenset[str]:
    """Every run of three letters of each word with a mark before and after it; the order of words does not matter."""
    return frozenset(
        padded[start : start + 3] for word in words for padded in (f"  {word} ",) for start in range(len(padded) - 2)
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (nothing shared) to 1 (the same pieces): twice what is shared, by what there is."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def address_key(address: str) -> str:
    """What two ways of writing one address have in common; empty where too little is left to say anything."""
    words = [word for word in _folded(address) if word not in _ADDRESS_COMMON]
    key = " ".join(str(int(word)) if word.isdecimal() else word for word in words)
    has_both = any(word.isdecimal() for word in words) and any(word.isalpha() for word in words)
    return key if len(key) >= _SHORTEST_ADDRESS and has_both else ""


def _folded(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return tuple(re.findall(r"[a-z]+|[0-9]+", plain))
