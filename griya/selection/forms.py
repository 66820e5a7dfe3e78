"""The shape of what curators type: a theme with its first window, a draft as one form, a reason, a link, a slot."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from griya.core.forms import BaseForm
from griya.core.order import apply_places
from griya.core.text import clean_text, one_line
from griya.selection.rules import LONGEST_REASON, ItemDraft, Window
from griya.selection.rules.wording import read_moment

_DAY: Final = "Tulis tanggalnya."
_HOUR: Final = "Tulis jamnya, misalnya 08.00."
_HOUR_FORMATS: Final = ["%H:%M", "%H:%M:%S", "%H.%M"]
_KEY: Final = re.compile(r"[1-9][0-9]{0,8}")
LONGEST_LIFE_DAYS: Final = 30
# The fields of a request as they were sent.
Typed: TypeAlias = MultiDict[str, str]


class WindowForm(BaseForm):
    """A window as it is typed: two days and two hours, in WIB."""

    start_on = DateField("Mulai tanggal", [InputRequired(_DAY)])
    start_at = TimeField("Mulai jam (WIB)", [InputRequired(_HOUR)], format=_HOUR_FORMATS)
    end_on = DateField("Selesai tanggal", [InputRequired(_DAY)])
    end_at = TimeField("Selesai jam (WIB)", [InputRequired(_HOUR)], format=_HOUR_FORMATS)

    @property
    def window(self) -> Window:
        """The window; only after a successful `validate`."""
        return Window(_moment(self.start_on, self.start_at), _moment(self.end_on, self.end_at))


class SelectionForm(WindowForm):
    """A new theme, its slot and its first window."""

    title_id = StringField("Judul", [InputRequired("Beri judul yang dibaca pengunjung."), Length(max=120)])
    intro_id = TextAreaField("Pengantar", [Length(max=600)])
    slot = SelectField("Tempat tayang")


class TitleForm(BaseForm):
    """The words of a theme in both languages."""

    title_id = StringField("Judul", [InputRequired("Beri judul yang dibaca pengunjung."), Length(max=120)])
    title_en = StringField("Judul dalam bahasa Inggris", [Length(max=120)])
    intro_id = TextAreaField("Pengantar", [Length(max=600)])
    intro_en = TextAreaField("Pengantar dalam bahasa Inggris", [Length(max=600)])


class DraftForm(WindowForm):
    """The frame of a draft; its items are read by `read_items` from the same request."""

    row_version = IntegerField("Versi simpan", [InputRequired()])
    slot = SelectField("Tempat tayang")
    repeat_reason = TextAreaField("Mengapa perlu lebih banyak yang berulang", [Length(max=LONGEST_REASON)])


class ReasonForm(BaseForm):
    """Why something is taken back."""

    reason = StringField("Alasan membatalkan", [InputRequired("Tulis alasan pembatalan."), Length(max=300)])


class PreviewForm(BaseForm):
    """The moment to look at and how long the link lives; the version where it is a draft's."""

    at_on = DateField("Tanggal yang dilihat", [InputRequired(_DAY)])
    at_at = TimeField("Jam yang dilihat (WIB)", [InputRequired(_HOUR)], format=_HOUR_FORMATS)
    days = IntegerField(
        "Tautan berlaku (hari)",
        [InputRequired("Tulis berapa hari."), NumberRange(1, LONGEST_LIFE_DAYS)],
        default=3,
    )
    slug = HiddenField()
    number = HiddenField()

    @property
    def moment(self) -> datetime:
        """The moment to look at; only after a successful `validate`."""
        return _moment(self.at_on, self.at_at)

    @property
    def lives_for(self) -> timedelta:
        """How long the link lives; only after a successful `validate`."""
        return timedelta(days=self.days.data or 1)


class SlotForm(BaseForm):
    """A new slot."""

    name = StringField("Nama", [InputRequired("Beri nama, misalnya “Pameran Cap Go Meh 2027”."), Length(max=80)])
    region = SelectField("Untuk kabupaten atau kota")
    is_permanent = BooleanField("Tetap: masa tayang boleh lebih dari 92 hari")


@dataclass(frozen=True, slots=True)
class TypedItems:
    """What a draft's form says of its products: in order, with typed places applied."""

    items: tuple[ItemDraft, ...]
    exclusions: Mapping[int, str]


def read_items(form: Typed) -> TypedItems:
    """The items in the order in which the form lists them, reserves behind; unknown or repeated keys are left out."""
    keys = list(dict.fromkeys(read_keys(form.getlist("produk"))))
    items = {key: _item(form, key) for key in keys}
    pinned = {key for key, item in items.items() if item.is_pinned}
    ordered: list[int] = []
    for is_reserve in (False, True):
        group = [key for key in keys if items[key].is_reserve is is_reserve]
        typed = {key: place for key in group if (place := _place(form.get(f"tempat-{key}"))) is not None}
        # A place counts within the list in which the product stood when the page was written.
        stood = {key for key in group if (form.get(f"semula-{key}") == "cadangan") is is_reserve}
        ordered += apply_places(group, {key: place for key, place in typed.items() if key in stood}, pinned)
    exclusions = {key: clean_text(form.get(f"tolakan-{key}") or "") for key in read_keys(form.getlist("tolak"))}
    return TypedItems(tuple(items[key] for key in ordered), exclusions)


def read_ticked(form: Typed) -> tuple[ItemDraft, ...]:
    """The candidates that were ticked, each with the sentence beside it as its reason."""
    return tuple(
        ItemDraft(key, one_line(clean_text(form.get(f"calon-alasan-{key}") or "")))
        for key in dict.fromkeys(read_keys(form.getlist("calon")))
    )


def read_keys(raw: Iterable[str]) -> list[int]:
    """The ones of these values that can be keys."""
    return [int(value) for value in raw if _KEY.fullmatch(value)]


def _moment(on: DateField, at: TimeField) -> datetime:
    if on.data is None or at.data is None:
        raise ValueError("a window is read only after its form was validated")
    return read_moment(on.data, at.data)


def _item(form: Typed, key: int) -> ItemDraft:
    return ItemDraft(
        product_id=key,
        reason_id=one_line(clean_text(form.get(f"alasan-{key}") or "")),
        reason_en=one_line(clean_text(form.get(f"alasan-en-{key}") or "")),
        is_reserve=f"cadangan-{key}" in form,
        is_pinned=f"sematkan-{key}" in form,
    )


def _place(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and 0 < len(raw) <= 4 else None
