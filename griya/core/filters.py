"""What narrows a list: its fields, what an address asks of them, and the address without one of them.

A page builds one `Filters` of its address and hands it to the query, to the form that shows it, and to the pager, so
that the three cannot disagree:

    filters = Filters(request.args, Words("q", "Nama atau kode"), Choice("status", "Status", {"tayang": "Tayang"}))
    filters.text("q"), filters.text("status"), filters.day("sejak")

The template says `desk_filter(filters, action=url_for(…), page=page, noun="produk")`; see docs/design.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from griya.core.days import read_day
from griya.core.text import clean_text, day

PAGE: Final = "hal"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BAD_DAY: Final = "Tulis tanggal seperti 2026-11-26."


@dataclass(frozen=True, slots=True)
class Words:
    """Free words to look for."""

    name: str
    label: str
    max_length: int = 120
    is_more: bool = False
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few keys, told by their words; without `any_label` one of them is always chosen: `start`, or the first.

    Keys are strings, those of a StrEnum too. `is_chips` shows them all at once, which suits up to five.
    """

    name: str
    label: str
    choices: Mapping[Any, str]
    any_label: str = "Semua"
    start: str = ""
    is_chips: bool = False
    is_more: bool = False
    kind: str = "choice"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    name: str
    label: str
    is_more: bool = False
    kind: str = "day"


Field = Words | Choice | Day


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what was asked. A day that nobody understands stays in its field, says why, and narrows nothing."""

    field: Field
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Active:
    """One filter that narrows the list now: what it says, and the query string without it. Free words need no label."""

    label: str
    words: str
    query_without: str


class Filters:
    """The fields of a list with what one address asks of them. Whatever is no value of a field narrows nothing."""

    def __init__(self, asked: Mapping[str, str], *fields: Field, keep: Mapping[str, str] | None = None) -> None:
        """Read `asked`; `keep` goes along in every address, such as the month that a calendar shows."""
        self.fields = tuple(_read(field, asked.get(field.name, "")) for field in fields)
        self.keep = dict(keep or {})

    @property
    def first(self) -> tuple[Shown, ...]:
        """The fields that always stand there."""
        return tuple(shown for shown in self.fields if not shown.field.is_more)

    @property
    def more(self) -> tuple[Shown, ...]:
        """The fields behind “Saringan lain”."""
        return tuple(shown for shown in self.fields if shown.field.is_more)

    @property
    def has_open_more(self) -> bool:
        """Whether one of those is in use or has something to say, so that they must be seen."""
        return any(shown.value for shown in self.more)

    def text(self, name: str) -> str:
        """What is asked of a field, empty where nothing is."""
        return next(("" if shown.fault else shown.value for shown in self.fields if shown.field.name == name), "")

    def day(self, name: str) -> date | None:
        """The day that is asked for."""
        return date.fromisoformat(text) if (text := self.text(name)) else None

    @property
    def active(self) -> tuple[Active, ...]:
        """The filters that narrow the list now."""
        return tuple(
            Active(_label(shown.field), _told(shown), self._query({shown.field.name: ""}))
            for shown in self.fields
            if shown.value and not shown.fault and not (isinstance(shown.field, Choice) and not shown.field.any_label)
        )

    @property
    def bare(self) -> str:
        """The query string of the list without any filter."""
        return f"?{urlencode(self.keep)}" if self.keep else ""

    def query(self, page: int = 1) -> str:
        """The query string of a page of this list; it begins with `?`."""
        return self._query({PAGE: str(page)} if page > 1 else {})

    def query_with(self, **more: str) -> str:
        """The query string of this list with something of its own, such as where a list without pages goes on."""
        return self._query(more)

    def _query(self, changes: Mapping[str, str]) -> str:
        asked = {shown.field.name: shown.value for shown in self.fields if not shown.fault}
        parts = {name: value for name, value in {**self.keep, **asked, **changes}.items() if value}
        return f"?{urlencode(parts)}" if parts else "?"


def _read(field: Field, raw: str) -> Shown:
    text = clean_text(raw).strip()
    if isinstance(field, Words):
        return Shown(field, text[: field.max_length])
    if isinstance(field, Choice):
        usual = "" if field.any_label else field.start or next(iter(field.choices), "")
        return Shown(field, text if text in field.choices else usual)
    return Shown(field, text[:40], "" if not text or _is_day(text) else _BAD_DAY)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        read_day(text)
    except ValueError:
        return False
    return True


def _label(field: Field) -> str:
    return "" if isinstance(field, Words) else field.label


def _told(shown: Shown) -> str:
    if isinstance(shown.field, Choice):
        return shown.field.choices[shown.value]
    if isinstance(shown.field, Day):
        return day(date.fromisoformat(shown.value))
    return f"“{shown.value}”"
