"""Words that are proposed for the controlled lists: read from a field, matched with what is known, and decided."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from griya.catalog.models.vocabulary import VocabularyKind
from griya.core.text import clean_text, fold, one_line, slugify

LONGEST_WORD: Final = 60
# More words than that in one field are a text and no list.
MOST_WORDS: Final = 12
# Who proposes a word hears of it within so many days of work.
DECIDED_WITHIN: Final = 5
# The field of a draft that takes such words, and the field that takes the term once there is one.
WORD_FIELDS: Final[Mapping[VocabularyKind, str]] = {
    VocabularyKind.MATERIAL: "materials_new",
    VocabularyKind.TECHNIQUE: "techniques_new",
    VocabularyKind.CATEGORY: "category_new",
}
TERM_FIELDS: Final[Mapping[VocabularyKind, str]] = {
    VocabularyKind.MATERIAL: "materials",
    VocabularyKind.TECHNIQUE: "techniques",
    VocabularyKind.CATEGORY: "category",
}


def split_words(text: str) -> tuple[str, ...]:
    """The words of a field or cell, at commas and semicolons, each once; what has no letter or is too long is none."""
    parts = (one_line(clean_text(part)) for part in text.replace(";", ",").split(","))
    found: dict[str, str] = {}
    for part in parts:
        if fold(part) and len(part) <= LONGEST_WORD:
            found.setdefault(fold(part), part)
    return tuple(found.values())[:MOST_WORDS]


def without_word(text: str, folded: str) -> str:
    """A field's words without one of them."""
    return ", ".join(word for word in split_words(text) if fold(word) != folded)


def with_term(fields: Mapping[str, Any], kind: VocabularyKind, folded: str, slug: str) -> dict[str, Any]:
    """A draft's fields with a term in the place of the word that was proposed for it."""
    typed, picked = WORD_FIELDS[kind], TERM_FIELDS[kind]
    changes: dict[str, Any] = {typed: without_word(str(fields.get(typed) or ""), folded)}
    if kind is VocabularyKind.CATEGORY:
        changes[picked] = slug
    else:
        changes[picked] = sorted({*(fields.get(picked) or ()), slug})
    return {**fields, **changes}


def with_known(fields: Mapping[str, Any], known: Mapping[VocabularyKind, Mapping[str, str]]) -> dict[str, Any]:
    """A draft's fields with every proposed word that is a term already, by whatever name, as that term.

    `known` maps folded names to slugs.
    """
    found = dict(fields)
    for kind, name in WORD_FIELDS.items():
        for word in split_words(str(fields.get(name) or "")):
            if slug := known[kind].get(fold(word)):
                found = with_term(found, kind, fold(word), slug)
    return found


def new_slug(name: str, limit: int) -> str:
    """The slug a new term would have."""
    return slugify(name, limit=limit)


def acceptance_faults(*, name_id: str, name_en: str, slug: str, taken: Sequence[str], known: str | None) -> list[str]:
    """Why a word cannot become a term under these names. `taken` are slugs in use, `known` what has the name."""
    faults = [] if name_id else ["Tulis namanya dalam bahasa Indonesia."]
    faults += [] if name_en else ["Tulis namanya dalam bahasa Inggris; situs menampilkan keduanya."]
    faults += [] if not name_id or slug else ["Namanya harus berisi huruf atau angka."]
    if known:
        faults.append(f"Nama itu sudah ada: “{known}”. Samakan saja dengan istilah itu.")
    elif slug and slug in taken:
        faults.append("Alamat halaman untuk nama itu sudah dipakai istilah lain. Pilih nama lain.")
    return faults
