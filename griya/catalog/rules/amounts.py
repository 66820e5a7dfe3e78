"""Whole numbers, weights, volumes and durations as people type them, in a form or in a cell."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from griya.registry.rules.unreadable import Unreadable

MAX_WHOLE: Final = 1_000_000_000

_WHOLE: Final = re.compile(r"(?P<number>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:[.,]0+)?(?:\s*(?P<word>[^\W\d_][^\d]*))?")
_AMOUNT: Final = re.compile(r"(?P<number>[0-9]+(?:[.,][0-9]{1,3})?)\s*(?P<unit>[a-z]*)\.?", re.IGNORECASE)
_GRAMS: Final = {"": 1, "g": 1, "gr": 1, "gram": 1, "kg": 1000, "kilo": 1000, "kilogram": 1000, "ons": 100}
_MILLILITRES: Final = {"": 1, "ml": 1, "cc": 1, "l": 1000, "lt": 1000, "liter": 1000, "ltr": 1000}
_DAYS: Final = {"": 1, "hari": 1, "minggu": 7, "pekan": 7, "bulan": 30, "bln": 30, "tahun": 365, "thn": 365}


def whole_number(text: str) -> int:
    """`1.000`, `1000`, `12 pcs` or `12.0` as a whole number. Raises `Unreadable`."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None or len(match["number"]) > 15:
        raise Unreadable(f"“{text[:40]}” bukan angka bulat; tulis misalnya 12.")
    number = int(match["number"].replace(".", ""))
    if number > MAX_WHOLE:
        raise Unreadable("Angkanya terlalu besar.")
    return number


def grams(text: str) -> int:
    """`250`, `250 g`, `1,5 kg` in grams. Raises `Unreadable`."""
    return _amount(text, _GRAMS, "Berat", "250 g atau 1,5 kg")


def millilitres(text: str) -> int:
    """`250`, `250 ml`, `1,5 l` in millilitres. Raises `Unreadable`."""
    return _amount(text, _MILLILITRES, "Isi", "250 ml atau 1,5 liter")


def days(text: str) -> int:
    """`7`, `7 hari`, `2 minggu`, `6 bulan` in days. Raises `Unreadable`."""
    return _amount(text, _DAYS, "Waktu", "7 hari atau 2 minggu")


def _amount(text: str, units: Mapping[str, int], what: str, example: str) -> int:
    # "1.000 g" is a thousand: three digits behind a dot are never decimals in a cell without other digits.
    plain = re.sub(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))", "", text.strip())
    match = _AMOUNT.fullmatch(plain)
    if match is None or match["unit"].casefold() not in units or len(match["number"]) > 12:
        raise Unreadable(f"{what} “{text[:40]}” tidak terbaca; tulis misalnya {example}.")
    amount = Decimal(match["number"].replace(",", ".")) * units[match["unit"].casefold()]
    if amount != amount.to_integral_value() or not 0 < amount <= MAX_WHOLE:
        raise Unreadable(f"{what} “{text[:40]}” tidak masuk akal; tulis misalnya {example}.")
    return int(amount)
