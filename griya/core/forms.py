"""The base of every form: Indonesian messages, and text cleaned of what no person types."""

from typing import Any, ClassVar

from flask_wtf import FlaskForm

from griya.core.text import clean_text

# WTForms ships no Indonesian catalogue; these are the messages our validators can give.
MESSAGES = {
    "This field is required.": "Bagian ini perlu diisi.",
    "Not a valid integer value.": "Tulis angka bulat, misalnya 12.",
    "Not a valid integer value": "Tulis angka bulat, misalnya 12.",
    "Not a valid decimal value.": "Tulis angka, misalnya 12,5.",
    "Not a valid date value.": "Tulis tanggal yang benar.",
    "Not a valid choice.": "Pilih salah satu yang tersedia.",
    "Not a valid choice": "Pilih salah satu yang tersedia.",
    "Invalid email address.": "Alamat e-mail ini tidak lengkap; contoh: nama@contoh.id.",
    "Invalid input.": "Isian ini tidak dapat dipakai.",
    "Invalid Choice: could not coerce": "Pilih salah satu yang tersedia.",
    "The CSRF token is missing.": "Formulir ini sudah lama terbuka. Kirim sekali lagi.",
    "The CSRF session token is missing.": "Formulir ini sudah lama terbuka. Kirim sekali lagi.",
    "The CSRF tokens do not match.": "Formulir ini sudah lama terbuka. Kirim sekali lagi.",
    "CSRF token missing.": "Formulir ini sudah lama terbuka. Kirim sekali lagi.",
    "CSRF failed.": "Formulir ini sudah lama terbuka. Kirim sekali lagi.",
}
_MESSAGES_N = {
    ("Field must be at least %(min)d character long.", "min"): "Tulis paling sedikit %(min)d huruf.",
    (
        "Field cannot be longer than %(max)d character.",
        "max",
    ): "Paling banyak %(max)d huruf; yang Anda tulis lebih panjang.",
    ("Field must be exactly %(max)d character long.", "max"): "Tulis tepat %(max)d huruf.",
}
_OTHER = {
    "Field must be between %(min)d and %(max)d characters long.": "Tulis %(min)d sampai %(max)d huruf.",
    "Number must be at least %(min)s.": "Angkanya paling kecil %(min)s.",
    "Number must be at most %(max)s.": "Angkanya paling besar %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Angkanya antara %(min)s dan %(max)s.",
}


class _Indonesian:
    """The two calls that WTForms makes of a translation catalogue."""

    def gettext(self, string: str) -> str:
        return MESSAGES.get(string) or _OTHER.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        for (source, _argument), message in _MESSAGES_N.items():
            if singular == source:
                return message
        return singular if n == 1 else plural


def cleaned(value: str | None) -> str | None:
    """The filter in front of every text field."""
    return None if value is None else clean_text(value)


class BaseForm(FlaskForm):
    """Shape of input only: what the input means is asked of rules and actions."""

    class Meta(FlaskForm.Meta):
        """Indonesian messages; text fields cleaned before they are validated."""

        locales: ClassVar[list[str]] = ["id"]

        def get_translations(self, form: Any) -> _Indonesian:
            """The house's own catalogue, whatever the browser asks for."""
            del form
            return _Indonesian()

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
