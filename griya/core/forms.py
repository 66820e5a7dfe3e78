"""The base of every form: messages in the language of the page, and text cleaned of what no person types."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField
from wtforms.validators import StopValidation

from griya.core import language
from griya.core.days import is_meant
from griya.core.text import clean_text
from griya.core.words import N_

# WTForms ships no Indonesian catalogue; these are the messages our validators can give. English pages read them from
# our own catalogue like everything else: WTForms' sentences are for programmers ("Field cannot be longer than …").
MESSAGES = {
    "This field is required.": N_("Bagian ini perlu diisi."),
    "Not a valid integer value.": N_("Tulis angka bulat, misalnya 12."),
    "Not a valid integer value": N_("Tulis angka bulat, misalnya 12."),
    "Not a valid decimal value.": N_("Tulis angka, misalnya 12,5."),
    "Not a valid date value.": N_("Tulis tanggal yang benar."),
    "Not a valid choice.": N_("Pilih salah satu yang tersedia."),
    "Not a valid choice": N_("Pilih salah satu yang tersedia."),
    "Invalid email address.": N_("Alamat e-mail ini tidak lengkap; contoh: nama@contoh.id."),
    "Invalid input.": N_("Isian ini tidak dapat dipakai."),
    "Invalid Choice: could not coerce": N_("Pilih salah satu yang tersedia."),
    "The CSRF token is missing.": N_("Formulir ini sudah lama terbuka. Kirim sekali lagi."),
    "The CSRF session token is missing.": N_("Formulir ini sudah lama terbuka. Kirim sekali lagi."),
    "The CSRF tokens do not match.": N_("Formulir ini sudah lama terbuka. Kirim sekali lagi."),
    "CSRF token missing.": N_("Formulir ini sudah lama terbuka. Kirim sekali lagi."),
    "CSRF failed.": N_("Formulir ini sudah lama terbuka. Kirim sekali lagi."),
    "Field must be at least %(min)d character long.": N_("Tulis paling sedikit %(min)d huruf."),
    "Field cannot be longer than %(max)d character.": N_("Paling banyak %(max)d huruf; yang Anda tulis lebih panjang."),
    "Field must be exactly %(max)d character long.": N_("Tulis tepat %(max)d huruf."),
    "Field must be between %(min)d and %(max)d characters long.": N_("Tulis %(min)d sampai %(max)d huruf."),
    "Number must be at least %(min)s.": N_("Angkanya paling kecil %(min)s."),
    "Number must be at most %(max)s.": N_("Angkanya paling besar %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_("Angkanya antara %(min)s dan %(max)s."),
}


class _Messages:
    """The two calls that WTForms makes of a translation catalogue, answered in the language of the page."""

    def gettext(self, string: str) -> str:
        return language.gettext(MESSAGES[string]) if string in MESSAGES else string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular) if singular in MESSAGES or n == 1 else plural


def cleaned(value: str | None) -> str | None:
    """The filter in front of every text field."""
    return None if value is None else clean_text(value)


def _meant(form: Any, field: Any) -> None:
    del form
    if field.data is not None and not is_meant(field.data):
        raise StopValidation(N_("Tulis tanggal yang benar."))


class BaseForm(FlaskForm):
    """Shape of input only: what the input means is asked of rules and actions."""

    class Meta(FlaskForm.Meta):
        """Messages of the house; text fields cleaned before they are validated."""

        locales: ClassVar[list[str]] = ["id"]

        def get_translations(self, form: Any) -> _Messages:
            """The house's own catalogue in the page's language, whatever the browser asks for."""
            del form
            return _Messages()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Clean every text field first, so that no validator and no table meets a NUL byte."""
            if unbound_field.field_class.__name__ in {
                "StringField",
                "TextAreaField",
                "SearchField",
                "EmailField",
                "TelField",
            }:
                filters = list(unbound_field.kwargs.get("filters", ()))
                if cleaned not in filters:
                    unbound_field.kwargs["filters"] = [cleaned, *filters]
            return super().bind_field(form, unbound_field, options)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """As WTForms does, and every day is one that somebody may mean before anybody reckons with it."""
        more = {name: list(those) for name, those in (extra_validators or {}).items()}
        for name, field in self._fields.items():
            if isinstance(field, DateField | DateTimeLocalField):
                more[name] = [_meant, *more.get(name, ())]
        return bool(super().validate(more))
