"""The lines of an inquiry as fields: a product with how much and what is asked, or words for what was not found."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError

from griya.catalog.rules.questions import LABELS, known_questions
from griya.core.forms import BaseForm
from griya.core.words import N_
from griya.inquiry.rules import NOTE_LENGTH, WantedLine, has_words, read_quantity
from griya.inquiry.rules.buying import LABEL_LENGTH, UNIT_LENGTH
from griya.inquiry.rules.identity import cover_identity
from griya.registry.rules.unreadable import Unreadable

_LINE_FIELD: Final = re.compile(r"line-(0|[1-9][0-9]?)-(?:slug|quantity|note|questions)")
_FREE_FIELD: Final = re.compile(r"free-(0|[1-9][0-9]?)-(?:label|quantity|unit)")


def folded(value: str | None) -> str | None:
    """Line breaks as blanks: a name over two lines would look like another row of the letter."""
    return None if value is None else " ".join(value.split())


@contextmanager
def told_at_the_field() -> Iterator[None]:
    """The sentence of a rule as the error of the field that is being validated."""
    try:
        yield
    except Unreadable as error:
        raise ValidationError(error.sentence) from error


class LineForm(BaseForm):
    """How much of one product, a note, and what is asked by ticks. Several stand in one inquiry, told by prefix."""

    slug = HiddenField()
    quantity = StringField(N_("Jumlah"), default="1", filters=[folded])
    note = StringField(N_("Catatan"), validators=[Length(max=NOTE_LENGTH)], filters=[folded])
    # A question that this version does not know is left out, not refused: it may be of a form opened before.
    questions = SelectMultipleField(
        N_("Tanyakan juga"),
        choices=[SelectChoice(code.value, label) for code, label in LABELS.items()],
        validate_choice=False,
    )

    def validate_quantity(self, field: Field) -> None:
        """A whole number of units; the rule's own sentence otherwise."""
        with told_at_the_field():
            read_quantity(field.data or "")

    @property
    def asked(self) -> tuple[str, ...]:
        """The codes of the questions that are ticked."""
        return known_questions(self.questions.data or ())

    @property
    def typed(self) -> tuple[str, str, tuple[str, ...]]:
        """Quantity, note and ticks as they stand in the fields."""
        return self.quantity.data or "", self.note.data or "", self.asked

    @property
    def wanted(self) -> WantedLine:
        """The line as a rule sees it; only after a successful `validate`."""
        return WantedLine(
            self.slug.data or "",
            read_quantity(self.quantity.data or ""),
            cover_identity(self.note.data or ""),
            self.asked,
        )


class FreeLineForm(BaseForm):
    """What was not found, in the buyer's words, and how much of it. An empty one says nothing."""

    label = StringField(N_("Barang yang dicari"), validators=[Length(max=LABEL_LENGTH)], filters=[folded])
    quantity = StringField(N_("Jumlah"), default="1", filters=[folded])
    unit = StringField(N_("Satuan"), validators=[Length(max=UNIT_LENGTH)], filters=[folded])

    @property
    def typed(self) -> tuple[str, str, str]:
        """Goods, quantity and unit as they stand in the fields."""
        return self.label.data or "", self.quantity.data or "", self.unit.data or ""

    @property
    def is_empty(self) -> bool:
        """Whether no goods are named."""
        return not self.label.data

    def validate_label(self, field: Field) -> None:
        """Something that a person can look for."""
        if field.data and not has_words(field.data):
            raise ValidationError(N_("Tulis nama barangnya dengan huruf."))

    def validate_quantity(self, field: Field) -> None:
        """A whole number where goods are named."""
        if not self.is_empty:
            with told_at_the_field():
                read_quantity(field.data or "")

    @property
    def wanted(self) -> WantedLine:
        """The line as a rule sees it; only after a successful `validate`, and of one that is not empty."""
        return WantedLine(
            "",
            read_quantity(self.quantity.data or ""),
            label=cover_identity(self.label.data or ""),
            unit=self.unit.data or "",
        )


def posted_lines(form_data: MultiDict[str, str]) -> list[LineForm]:
    """The lines that a sent form carries, in the order of their numbers."""
    return [line_form(number, form_data) for number in _numbers(_LINE_FIELD, form_data)]


def posted_free_lines(form_data: MultiDict[str, str]) -> list[FreeLineForm]:
    """What was not found, as a sent form says it; rows that were left empty are no lines."""
    rows = [free_line_form(number, form_data) for number in _numbers(_FREE_FIELD, form_data)]
    return [row for row in rows if not row.is_empty]


def line_form(number: int, form_data: Mapping[str, str] | None = None, **values: Any) -> LineForm:
    """The line `number` of an inquiry: from a sent form, or with these values. The inquiry's own token covers it."""
    return LineForm(form_data, prefix=f"line-{number}-", meta={"csrf": False}, **values)


def free_line_form(number: int, form_data: Mapping[str, str] | None = None, **values: Any) -> FreeLineForm:
    """The row `number` of what was not found, in the same way."""
    return FreeLineForm(form_data, prefix=f"free-{number}-", meta={"csrf": False}, **values)


def _numbers(pattern: re.Pattern[str], form_data: Mapping[str, str]) -> list[int]:
    return sorted({int(match[1]) for name in form_data if (match := pattern.fullmatch(name))})
