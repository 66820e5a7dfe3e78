"""The shape of what people type at the desk: about the search's words here, about products in `products`."""

from collections.abc import Sequence
from typing import Final

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from griya.catalog.queries.search_words import KIND_NAMES, STOP
from griya.catalog.rules.variants import MAX_PHRASE_LENGTH
from griya.core.forms import BaseForm

_LONGEST_REASON: Final = 300


def _kinds(*, pairs_only: bool) -> list[SelectChoice]:
    return [SelectChoice(kind, name) for kind, name in KIND_NAMES.items() if not (pairs_only and kind == STOP)]


class SearchWordForm(BaseForm):
    """A word, what it means, and why it is put or changed."""

    kind = SelectField("Jenis", choices=_kinds(pairs_only=False))
    word = StringField("Kata yang diketik orang", [InputRequired("Tulis katanya."), Length(max=MAX_PHRASE_LENGTH)])
    meaning = StringField("Kata yang dimaksud", [Length(max=MAX_PHRASE_LENGTH)])
    reason = StringField("Alasan", [Length(max=_LONGEST_REASON)])
    is_confirmed = BooleanField("Sudah saya periksa; simpan saja")


class SearchPairForm(SearchWordForm):
    """A pair that stands in the list already: it stays a pair."""

    kind = SelectField("Jenis", choices=_kinds(pairs_only=True))


class ReasonForm(BaseForm):
    """Why a word is switched off or on, or removed, and why terms are made one or left out."""

    reason = StringField("Alasan", [InputRequired("Tulis alasannya."), Length(max=_LONGEST_REASON)])


class AcceptanceForm(BaseForm):
    """The names of a new term, the shelf of a new part, and words for the record."""

    name_id = StringField("Nama di situs", [InputRequired("Tulis namanya."), Length(max=60)])
    name_en = StringField("Nama dalam bahasa Inggris", [InputRequired("Tulis nama Inggrisnya."), Length(max=60)])
    parent = SelectField("Bagian dari rak", choices=[], validate_choice=False)
    note = StringField("Catatan", [Length(max=_LONGEST_REASON)])

    def offer(self, shelves: Sequence[tuple[str, str]]) -> None:
        """Give the form the shelves that a new part can belong to."""
        self.parent.choices = [SelectChoice("", "Pilih rak"), *(SelectChoice(slug, name) for slug, name in shelves)]
