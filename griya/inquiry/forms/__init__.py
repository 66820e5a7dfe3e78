"""The shape of what a visitor types: one line of the list, and the whole inquiry, which is complete in itself."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from wtforms import BooleanField, EmailField, Field, HiddenField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from griya.core.forms import BaseForm
from griya.core.words import N_
from griya.inquiry.notices import INQUIRY, Notice
from griya.inquiry.rules import (
    EMAIL_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    PLACE_LENGTH,
    Wanted,
    WantedLine,
    has_words,
    read_email,
    read_quantity,
)
from griya.registry.rules.phones import parse_phone
from griya.registry.rules.unreadable import Unreadable

_LINE_FIELD: Final = re.compile(r"line-(0|[1-9][0-9]?)-(?:slug|quantity|note)")
_PHONE_LENGTH: Final = 40
_ONE_CHANNEL: Final = N_("Isi WhatsApp atau e-mail, salah satu cukup, supaya Anda dapat dijawab.")


def _one_line(value: str | None) -> str | None:
    """Line breaks as blanks: a name over two lines would look like another row of the letter."""
    return None if value is None else " ".join(value.split())


@contextmanager
def _told_at_the_field() -> Iterator[None]:
    """The sentence of a rule as the error of the field that is being validated."""
    try:
        yield
    except Unreadable as error:
        raise ValidationError(error.sentence) from error


class LineForm(BaseForm):
    """How much of one product, and a note. Several stand in one inquiry, told apart by their prefix."""

    slug = HiddenField()
    quantity = StringField(N_("Jumlah"), default="1", filters=[_one_line])
    note = StringField(N_("Catatan"), validators=[Length(max=NOTE_LENGTH)], filters=[_one_line])

    def validate_quantity(self, field: Field) -> None:
        """A whole number of units; the rule's own sentence otherwise."""
        with _told_at_the_field():
            read_quantity(field.data or "")

    @property
    def typed(self) -> tuple[str, str]:
        """Quantity and note as they stand in the fields."""
        return self.quantity.data or "", self.note.data or ""

    @property
    def wanted(self) -> WantedLine:
        """The line as a rule sees it; only after a successful `validate`."""
        return WantedLine(self.slug.data or "", read_quantity(self.quantity.data or ""), self.note.data or "")


class InquiryForm(BaseForm):
    """Who asks, how they are reached, and their words."""

    key = HiddenField()
    notice = HiddenField()  # the version of the wording that stood beside the box
    name = StringField(
        N_("Nama"),
        validators=[DataRequired(N_("Tulis nama Anda.")), Length(max=NAME_LENGTH)],
        filters=[_one_line],
    )
    phone = TelField(N_("WhatsApp atau telepon"), validators=[Length(max=_PHONE_LENGTH)], filters=[_one_line])
    email = EmailField(N_("E-mail"), validators=[Length(max=EMAIL_LENGTH)])
    place = StringField(N_("Kota atau negara"), validators=[Length(max=PLACE_LENGTH)], filters=[_one_line])
    message = TextAreaField(N_("Pesan"), validators=[Length(max=MESSAGE_LENGTH)])
    consent = BooleanField(
        INQUIRY.consent,
        description=N_("Persetujuan"),  # the name of this field where its whole sentence is too long: the error summary
        validators=[DataRequired(N_("Beri tanda setuju supaya permintaan ini boleh diteruskan."))],
    )

    e164: str | None = None
    address: str | None = None

    def validate_name(self, field: Field) -> None:
        """A name is something one can read."""
        if field.data and not has_words(field.data):
            raise ValidationError(N_("Tulis nama Anda dengan huruf."))

    def validate_phone(self, field: Field) -> None:
        """Any country's number; the parser's own sentence otherwise."""
        if field.data and not field.errors:
            with _told_at_the_field():
                self.e164 = parse_phone(field.data).e164

    def validate_email(self, field: Field) -> None:
        """An address that mail can be sent to."""
        if field.data and not field.errors:
            with _told_at_the_field():
                self.address = read_email(field.data)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Besides each field: one way to answer there must be."""
        is_valid = bool(super().validate(extra_validators=extra_validators))
        if not self.phone.data and not self.email.data:
            self.phone.errors = [*self.phone.errors, _ONE_CHANNEL]
            self.email.errors = [*self.email.errors, _ONE_CHANNEL]
            return False
        return is_valid

    def wanted(self, lines: list[LineForm]) -> Wanted:
        """What is asked, as the rules see it; only after a successful `validate`."""
        return Wanted(
            name=self.name.data or "",
            phone=self.e164,
            email=self.address,
            place=self.place.data or "",
            message=self.message.data or "",
            lines=tuple(line.wanted for line in lines),
        )

    def show_notice(self, notice: Notice) -> None:
        """Put this wording beside the box. A tick that was given to another wording is no consent to this one."""
        if self.notice.data != notice.version:
            self.notice.data, self.consent.data = notice.version, False
        self.consent.label.text = notice.consent

    @property
    def is_untouched(self) -> bool:
        """Whether the person has not written anything yet that could be lost."""
        typed = (self.name, self.phone, self.email, self.place, self.message, self.consent)
        return not any(field.data for field in typed)


def posted_lines(form_data: Mapping[str, str]) -> list[LineForm]:
    """The lines that a sent form carries, in the order of their numbers."""
    numbers = sorted({int(match[1]) for name in form_data if (match := _LINE_FIELD.fullmatch(name))})
    return [line_form(number, form_data) for number in numbers]


def line_form(number: int, form_data: Mapping[str, str] | None = None, **values: Any) -> LineForm:
    """The line `number` of an inquiry: from a sent form, or with these values. The inquiry's own token covers it."""
    return LineForm(form_data, prefix=f"line-{number}-", meta={"csrf": False}, **values)


class Entered:
    """The inquiry and its lines as one, which is how the error summary lists what has to be mended."""

    def __init__(self, form: InquiryForm, lines: list[LineForm]) -> None:
        self._forms = (*lines, form)

    @property
    def errors(self) -> bool:
        """Whether anything has to be mended."""
        return any(form.errors for form in self._forms)

    def __iter__(self) -> Iterator[Field]:
        """Every field, those of the lines first."""
        for form in self._forms:
            yield from form
