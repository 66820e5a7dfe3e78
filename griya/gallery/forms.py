"""A form of no consequence, whose fields stand in the gallery in every state."""

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from griya.core.forms import BaseForm


class ExampleForm(BaseForm):
    """One field of each kind."""

    class Meta(BaseForm.Meta):
        """Never sent, so it needs no token and no session: the page stays the same for everybody."""

        csrf = False

    full_name = StringField("Nama", validators=[InputRequired(), Length(max=120)])
    quantity = IntegerField("Jumlah", description="Jumlah songket")
    message = TextAreaField("Pesan untuk pembuat", validators=[InputRequired()])
    regency = SelectField("Wilayah", choices=["Kab. Sambas", "Kab. Kapuas Hulu"])  # type: ignore[list-item]
    consent = BooleanField("Saya setuju nama dan nomor saya diteruskan kepada pembuat yang saya tanya.")


class ExampleLine(BaseForm):
    """What one line of the inquiry's form asks."""

    class Meta(BaseForm.Meta):
        """Never sent, as above."""

        csrf = False

    slug = HiddenField()
    quantity = StringField("Jumlah", default="12")
    note = StringField("Catatan")


def example_form(prefix: str, **values: Any) -> ExampleForm:
    """The form with these values, its fields named after `prefix` so that several stand on one page."""
    return ExampleForm(formdata=None, prefix=prefix, data=values)


def refused_form() -> ExampleForm:
    """The form after it was sent with everything wrong."""
    form = example_form("salah-", full_name="", message="")
    form.full_name.errors = ["Bagian ini perlu diisi."]
    form.quantity.errors = ["Tulis angka bulat, misalnya 12."]
    form.message.errors = ["Paling banyak 2.000 huruf; yang Anda tulis lebih panjang.", "Jangan kirim alamat web."]
    form.regency.errors = ["Pilih salah satu yang tersedia."]
    form.consent.errors = ["Tanpa persetujuan ini pembuat tidak dapat menghubungi Anda."]
    return form
