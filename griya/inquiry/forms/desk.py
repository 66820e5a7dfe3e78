"""The shape of what officers type about inquiries and about how the office works."""

import re
from typing import Any, Final

from wtforms import BooleanField, DateField, Field, HiddenField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from griya.core.forms import BaseForm
from griya.core.text import one_line
from griya.inquiry.forms.answers import PROOFS, choices
from griya.inquiry.models.threads import Outcome
from griya.inquiry.rules import EMAIL_LENGTH
from griya.inquiry.rules.answers import FACT_LENGTH, read_price
from griya.inquiry.rules.calendar import WEEKDAYS
from griya.inquiry.rules.threads import NOTE_LENGTH, PROOF_LENGTH, REASON_LENGTH
from griya.inquiry.rules.wording import OUTCOMES
from griya.registry.rules.unreadable import Unreadable

CHANNELS: Final = (("whatsapp", "WhatsApp"), ("telepon", "Telepon"), ("tatap_muka", "Tatap muka"), ("email", "E-mail"))
KINDS: Final = (("", "Semua jenis"), ("eceran", "Eceran"), ("grosir", "Grosir"), ("ekspor", "Ekspor"))
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-4])[.:]([0-5][0-9])")


def _flat(value: str | None) -> str | None:
    return None if value is None else one_line(value)


class ViewForm(BaseForm):
    """A name for the filters of the inbox."""

    query = HiddenField()
    name = StringField(
        "Nama tampilan", validators=[DataRequired("Beri nama tampilan ini."), Length(max=60)], filters=[_flat]
    )
    is_shared = BooleanField("Bagikan dengan semua orang di meja")


class NoteForm(BaseForm):
    """A note for the desk alone."""

    note = TextAreaField("Catatan internal", validators=[Length(max=NOTE_LENGTH)])


class ReasonForm(BaseForm):
    """Why something is done."""

    reason = StringField("Alasan", validators=[Length(max=REASON_LENGTH)], filters=[_flat])


class ForwardForm(BaseForm):
    """How a thread is handed to its maker."""

    channel = SelectField("Diteruskan lewat", choices=choices(*CHANNELS))


class SayForm(BaseForm):
    """Words of the desk to the buyer; as a question they stop the clock."""

    body = TextAreaField("Pesan kepada pembeli", validators=[Length(max=NOTE_LENGTH)])
    is_question = BooleanField("Ini pertanyaan: waktu berhenti sampai pembeli membalas")


class BehalfForm(BaseForm):
    """How an officer knows what somebody else said."""

    message = TextAreaField("Pesan pengrajin kepada pembeli", validators=[Length(max=NOTE_LENGTH)])
    channel = SelectField("Diketahui lewat", choices=choices(*PROOFS))
    proof = StringField("Bukti", validators=[Length(max=PROOF_LENGTH)], filters=[_flat])


class FactForm(BaseForm):
    """A standing answer in the words that everybody reads."""

    position = HiddenField()
    question = HiddenField()
    fact_version = HiddenField()
    answer = StringField("Jawaban", validators=[Length(max=FACT_LENGTH)], filters=[_flat])
    answer_en = StringField("Dalam bahasa Inggris", validators=[Length(max=FACT_LENGTH)], filters=[_flat])


class RestrictionForm(BaseForm):
    """What the buyer asks about the data, and how an officer knows it."""

    kind = SelectField(
        "Yang diminta pembeli",
        choices=choices(
            ("pembatasan", "Datanya tidak dipakai dahulu"),
            ("tarik", "Persetujuannya ditarik"),
            ("keberatan", "Berkeberatan"),
        ),
    )
    channel = SelectField("Diketahui lewat", choices=choices(*PROOFS))
    proof = StringField("Bukti", validators=[Length(max=PROOF_LENGTH)], filters=[_flat])


class ContactForm(BaseForm):
    """The buyer's contact as it is right."""

    phone = TelField("WhatsApp atau telepon", validators=[Length(max=40)], filters=[_flat])
    email = StringField("E-mail", validators=[Length(max=EMAIL_LENGTH)], filters=[_flat])
    proof = StringField("Bukti", validators=[Length(max=REASON_LENGTH)], filters=[_flat])


class BuyerSaidForm(BaseForm):
    """What the buyer said by another way than the page."""

    words = TextAreaField("Yang dikatakan pembeli", validators=[Length(max=NOTE_LENGTH)])
    channel = SelectField("Lewat", choices=choices(*PROOFS))
    proof = StringField("Bukti", validators=[Length(max=PROOF_LENGTH)], filters=[_flat])


class ClosingForm(BaseForm):
    """How a thread ended."""

    outcome = SelectField(
        "Hasil",
        choices=choices(
            *(
                (one.value, OUTCOMES[one].desk)
                for one in (Outcome.DEAL, Outcome.NO_DEAL, Outcome.CANNOT, Outcome.SILENCE)
            )
        ),
    )
    value = StringField("Nilai (Rp), bila berhasil", validators=[Length(max=30)], filters=[_flat])
    closing_reason = StringField("Alasan, bila tidak jadi", validators=[Length(max=REASON_LENGTH)], filters=[_flat])

    value_idr: int | None = None

    def validate_value(self, field: Field) -> None:
        """Rupiah as people write them."""
        try:
            self.value_idr = read_price(field.data or "")
        except Unreadable as error:
            raise ValidationError(error.sentence) from error


class AssignForm(BaseForm):
    """Who looks after a thread."""

    officer = SelectField("Penanggung jawab", choices=choices(("", "Menurut tabel wilayah")))


class HolidayForm(BaseForm):
    """A day without work."""

    day = DateField("Tanggal", validators=[DataRequired("Tulis tanggalnya.")])
    name = StringField("Nama", validators=[DataRequired("Beri nama hari libur."), Length(max=80)], filters=[_flat])
    kind = SelectField(
        "Jenis",
        choices=choices(("nasional", "Libur nasional"), ("cuti_bersama", "Cuti bersama"), ("daerah", "Libur daerah")),
    )
    region = SelectField("Kabupaten atau kota", choices=choices(("", "– hanya untuk libur daerah –")))
    source = StringField("Dasar", validators=[Length(max=160)], filters=[_flat])


class TerritoryForm(BaseForm):
    """Who answers for a place."""

    region = SelectField("Wilayah")
    kind = SelectField("Jenis permintaan", choices=choices(*KINDS))
    officer = SelectField("Petugas")


class SubstitutionForm(BaseForm):
    """Who stands in for whom."""

    away = SelectField("Petugas yang tidak masuk")
    substitute = SelectField("Digantikan oleh")
    starts_on = DateField("Dari", validators=[DataRequired("Tulis tanggalnya.")])
    ends_on = DateField("Sampai", validators=[DataRequired("Tulis tanggalnya.")])
    note = StringField("Keterangan", validators=[Length(max=120)], filters=[_flat])


class SavedReplyForm(BaseForm):
    """Words to use again."""

    row_version = HiddenField()
    title = StringField("Judul", validators=[DataRequired("Beri judul."), Length(max=80)], filters=[_flat])
    body_id = TextAreaField("Isi", validators=[DataRequired("Tulis isinya."), Length(max=NOTE_LENGTH)])
    body_en = TextAreaField("Isi dalam bahasa Inggris", validators=[Length(max=NOTE_LENGTH), Optional()])


class HoursForm(BaseForm):
    """From when to when work is done on each weekday; empty on a day without work."""

    hours_0 = StringField(WEEKDAYS[0], validators=[Length(max=13)])
    hours_1 = StringField(WEEKDAYS[1], validators=[Length(max=13)])
    hours_2 = StringField(WEEKDAYS[2], validators=[Length(max=13)])
    hours_3 = StringField(WEEKDAYS[3], validators=[Length(max=13)])
    hours_4 = StringField(WEEKDAYS[4], validators=[Length(max=13)])
    hours_5 = StringField(WEEKDAYS[5], validators=[Length(max=13)])
    hours_6 = StringField(WEEKDAYS[6], validators=[Length(max=13)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Each day is two times or nothing."""
        is_valid = bool(super().validate(extra_validators=extra_validators))
        for field in self.days:
            if (field.data or "").strip() and _read_hours(field.data) is None:
                field.errors = [*field.errors, "Tulis seperti 08.00-16.00, atau kosongkan."]
                is_valid = False
        return is_valid

    @property
    def days(self) -> list[Field]:
        """The fields of the week."""
        return [self[f"hours_{day}"] for day in range(7)]

    @property
    def read(self) -> dict[int, tuple[int, int] | None]:
        """Minutes after midnight by weekday; only after a successful `validate`."""
        return {day: _read_hours(field.data or "") for day, field in enumerate(self.days)}


def _read_hours(raw: str) -> tuple[int, int] | None:
    parts = re.split(r"\s*[-–]\s*", raw.strip())
    found = [match for part in parts if (match := _TIME.fullmatch(part))]
    if len(parts) != 2 or len(found) != 2:
        return None
    opens, closes = (int(match[1]) * 60 + int(match[2]) for match in found)
    return opens, closes
