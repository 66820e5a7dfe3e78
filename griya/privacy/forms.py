"""The shapes of what is typed about privacy at the desk."""

from typing import Final

from wtforms import DateTimeLocalField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, SelectMultipleField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from griya.core.forms import BaseForm
from griya.privacy.rules.breach import KINDS

REQUEST_NAMES: Final = {
    "akses": "Melihat datanya",
    "perbaikan": "Membetulkan datanya",
    "hapus": "Menghapus datanya",
    "tarik": "Menarik persetujuannya",
    "pembatasan": "Membatasi pemakaian datanya",
    "keberatan": "Berkeberatan",
}
OUTCOME_NAMES: Final = {"dipenuhi": "Dipenuhi", "ditolak": "Ditolak"}
_LONG: Final = Length(max=4000, message="Paling banyak 4.000 huruf.")
_SHORT: Final = Length(min=3, max=300, message="Tulis dengan 3 sampai 300 huruf.")
_TOLD: Final = Length(min=10, max=4000, message="Tulis dengan 10 sampai 4.000 huruf.")


class RequestForm(BaseForm):
    """What somebody asked, and how the office knows who they are."""

    kind = SelectField("Yang diminta", choices=[SelectChoice(key, name) for key, name in REQUEST_NAMES.items()])
    contact = StringField(
        "Telepon atau e-mail orangnya",
        [InputRequired("Tulis telepon atau e-mail yang dipakai orang itu."), Length(max=254)],
    )
    proof = StringField(
        "Bagaimana Anda tahu ini orangnya",
        [InputRequired("Tulis bagaimana Anda memastikan orangnya."), _SHORT],
    )
    note = TextAreaField("Kata-katanya", [Optional(), _LONG])


class AnswerForm(BaseForm):
    """How a request ends."""

    row_version = HiddenField()
    outcome = SelectField("Jawaban", choices=[SelectChoice(key, name) for key, name in OUTCOME_NAMES.items()])
    reason = TextAreaField("Alasan bila ditolak", [Optional(), Length(max=300, message="Paling banyak 300 huruf.")])


class ErasureForm(BaseForm):
    """Asked for on purpose: nothing brings back what is erased."""

    confirm = StringField("Tulis HAPUS", [InputRequired("Tulis HAPUS untuk menghapus.")])


class TermForm(BaseForm):
    """How long a kind is kept, and on which ground."""

    row_version = HiddenField()
    days = IntegerField("Masa simpan, dalam hari", [InputRequired("Tulis berapa hari.")])
    basis = StringField("Dasarnya", [InputRequired("Tulis dasarnya, misalnya nomor jadwal retensi arsip."), _SHORT])


class _Boxes(SelectMultipleField):
    """Several of a few, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BreachForm(BaseForm):
    """What is known of a breach. Times are West Kalimantan's."""

    discovered_at = DateTimeLocalField("Diketahui (WIB)", [InputRequired("Tulis kapan diketahui.")])
    began_at = DateTimeLocalField("Mulai terjadi (WIB)", [InputRequired("Tulis sejak kapan.")])
    ended_at = DateTimeLocalField("Sampai (WIB)", [InputRequired("Tulis sampai kapan.")])
    kinds = _Boxes(
        "Data yang terkena",
        [InputRequired("Pilih paling sedikit satu jenis data.")],
        choices=[SelectChoice(key, name) for key, (name, _) in KINDS.items()],
    )
    happened = TextAreaField("Apa yang terjadi", [InputRequired("Tulis apa yang terjadi."), _TOLD])
    handled = TextAreaField("Apa yang sudah dilakukan", [Optional(), _LONG])
