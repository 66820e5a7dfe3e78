"""Words for the units that goods are sold by, in Indonesian and English. A unit nobody reviewed is shown as typed."""

from typing import Final, NamedTuple

from griya.core.words import Bilingual


class UnitWords(NamedTuple):
    """A unit in words: Indonesian knows no plural, English does."""

    indonesian: str
    english: str
    english_plural: str


# By the code that a revision keeps. The first fourteen are those an import offers; people type the others.
UNITS: Final = {
    "pcs": UnitWords("pcs", "piece", "pieces"),
    "pak": UnitWords("pak", "pack", "packs"),
    "toples": UnitWords("stoples", "jar", "jars"),
    "botol": UnitWords("botol", "bottle", "bottles"),
    "dus": UnitWords("dus", "box", "boxes"),
    "lembar": UnitWords("lembar", "piece", "pieces"),
    "set": UnitWords("set", "set", "sets"),
    "pasang": UnitWords("pasang", "pair", "pairs"),
    "kg": UnitWords("kg", "kg", "kg"),
    "gram": UnitWords("gram", "gram", "grams"),
    "liter": UnitWords("liter", "litre", "litres"),
    "ikat": UnitWords("ikat", "bundle", "bundles"),
    "loyang": UnitWords("loyang", "tray", "trays"),
    "meter": UnitWords("meter", "metre", "metres"),
    "batang": UnitWords("batang", "bar", "bars"),
    "gulung": UnitWords("gulung", "roll", "rolls"),
    "kaleng": UnitWords("kaleng", "tin", "tins"),
    "kantong": UnitWords("kantong", "bag", "bags"),
    "karung": UnitWords("karung", "sack", "sacks"),
    "keranjang": UnitWords("keranjang", "basket", "baskets"),
    "kodi": UnitWords("kodi", "score (20 pieces)", "score (20 pieces each)"),
    "lusin": UnitWords("lusin", "dozen", "dozen"),
    "porsi": UnitWords("porsi", "serving", "servings"),
    "potong": UnitWords("potong", "piece", "pieces"),
    "saset": UnitWords("saset", "sachet", "sachets"),
    "stoples": UnitWords("stoples", "jar", "jars"),
    "tabung": UnitWords("tabung", "tube", "tubes"),
}


def unit_in_indonesian(unit: str) -> str:
    """The word an Indonesian page shows: "12 stoples", "/ stoples"."""
    words = _find(unit)
    return words.indonesian if words else unit


def unit_in_english(unit: str, count: int = 1) -> str | None:
    """The word an English page shows after `count`, or after a slash; None where the unit was never translated.

    Then the page shows it as typed, with `lang="id"`.
    """
    words = _find(unit)
    if words is None:
        return None
    return words.english if count == 1 else words.english_plural


def unit_words(unit: str, count: int = 1) -> Bilingual:
    """The unit in both languages, as it stands after `count`."""
    return Bilingual(unit_in_indonesian(unit), unit_in_english(unit, count))


def _find(unit: str) -> UnitWords | None:
    return UNITS.get(unit.strip().casefold())
