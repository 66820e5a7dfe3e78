"""A form of no consequence, whose fields stand in the gallery in every state."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from griya.catalog.queries.facts import Fact
from griya.catalog.rules.questions import LABELS, Question
from griya.core.forms import BaseForm
from griya.core.words import N_, Bilingual


class ExampleForm(BaseForm):
    """One field of each kind."""

    class Meta(BaseForm.Meta):
        """Never sent, so it needs no token and no session: the page stays the same for everybody."""

        csrf = False

    full_name = StringField(N_("Nama"), validators=[InputRequired(), Length(max=120)])
    quantity = IntegerField(N_("Jumlah"), description=N_("Jumlah songket"))
    message = TextAreaField(N_("Pesan untuk pembuat"), validators=[InputRequired()])
    regency = SelectField(N_("Wilayah"), choices=["Sambas", "Kapuas Hulu"])  # type: ignore[list-item]
    consent = BooleanField(N_("Saya setuju nama dan nomor saya diteruskan kepada pembuat yang saya tanya."))
    reference = StringField(N_("Nomor permintaan"), default="GI-7K3M-Q2XD", render_kw={"disabled": True})


class ExampleLine(BaseForm):
    """What one line of the inquiry's form asks."""

    class Meta(BaseForm.Meta):
        """Never sent, as above."""

        csrf = False

    slug = HiddenField()
    quantity = StringField(N_("Jumlah"), default="12")
    note = StringField(N_("Catatan"))
    questions = SelectMultipleField(
        N_("Tanyakan juga"),
        choices=[SelectChoice(code.value, label) for code, label in LABELS.items()],
        default=["contoh"],
    )

    @property
    def facts(self) -> list[tuple[str, Fact]]:
        """What the maker has answered once."""
        answer = Fact(Question.LEAD_TIME, Bilingual("14 hari", "14 days"))
        return [(LABELS[Question.LEAD_TIME], answer)]

    @property
    def boxes(self) -> list[Any]:
        """What is left to ask."""
        return [box for box in self.questions if box.data != Question.LEAD_TIME]


def example_form(prefix: str, **values: Any) -> ExampleForm:
    """The form with these values, its fields named after `prefix` so that several stand on one page."""
    return ExampleForm(formdata=None, prefix=prefix, data=values)


def refused_form() -> ExampleForm:
    """The form after it was sent with everything wrong."""
    form = example_form("salah-", full_name="", message="")
    form.full_name.errors = [N_("Bagian ini perlu diisi.")]
    form.quantity.errors = [N_("Tulis angka bulat, misalnya 12.")]
    form.message.errors = [
        N_("Paling banyak 2.000 huruf; yang Anda tulis lebih panjang."),
        N_("Jangan kirim alamat web."),
    ]
    form.regency.errors = [N_("Pilih salah satu yang tersedia.")]
    form.consent.errors = [N_("Tanpa persetujuan ini pembuat tidak dapat menghubungi Anda.")]
    return form
