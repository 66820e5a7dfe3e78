"""The shape of an answer: one line of a thread, words to the buyer, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import DateField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError

from griya.catalog.rules.questions import LABELS, Question, known_questions
from griya.core.forms import BaseForm
from griya.core.text import one_line
from griya.inquiry.models.threads import AnswerKind
from griya.inquiry.queries.threads import ThreadLine
from griya.inquiry.rules import MAX_QUANTITY
from griya.inquiry.rules.answers import FACT_LENGTH, LineDraft, read_price, read_whole
from griya.inquiry.rules.threads import MAX_DAYS, NOTE_LENGTH, PROOF_LENGTH, REASON_LENGTH
from griya.inquiry.rules.wording import CANNOT_REASONS
from griya.registry.rules.unreadable import Unreadable

KINDS: Final = (
    (AnswerKind.CAN.value, "Bisa"),
    (AnswerKind.ALTERNATIVE.value, "Ada alternatif"),
    (AnswerKind.CANNOT.value, "Tidak bisa"),
    (AnswerKind.TIME.value, "Perlu waktu"),
)
RESULTS: Final = (("jadi", "Jadi dibeli"), ("belum", "Belum, masih dibicarakan"), ("tidak", "Tidak jadi"))
PROOFS: Final = (("telepon", "Telepon"), ("whatsapp", "WhatsApp"), ("tatap_muka", "Tatap muka"), ("email", "E-mail"))


def choices(*pairs: tuple[str, str]) -> list[Any]:
    """Choices of a field from values and words."""
    return [SelectChoice(value, words) for value, words in pairs]


def _flat(value: str | None) -> str | None:
    return None if value is None else one_line(value)


class AnswerLineForm(BaseForm):
    """What is said of one line. Without a choice nothing is said of it."""

    kind = RadioField("Jawaban", choices=choices(*KINDS), validators=[Optional()])
    price = StringField("Harga (Rp)", validators=[Length(max=30)], filters=[_flat])
    moq = StringField("Pesanan paling sedikit", validators=[Length(max=12)], filters=[_flat])
    lead_days = StringField("Waktu produksi (hari)", validators=[Length(max=4)], filters=[_flat])
    valid_until = DateField("Berlaku sampai", validators=[Optional()])
    promised_on = DateField("Saya jawab paling lambat", validators=[Optional()])
    reason = SelectField(
        "Alasan tidak bisa", default="", choices=choices(("", "Pilih alasan"), *CANNOT_REASONS.items())
    )
    alternative = SelectField("Produk pengganti", default="", choices=choices(("", "Tulis saja di keterangan")))
    note = TextAreaField("Keterangan", validators=[Length(max=NOTE_LENGTH)])
    fact_harga_grosir = StringField(LABELS[Question.WHOLESALE_PRICE], validators=[Length(max=FACT_LENGTH)])
    fact_moq = StringField(LABELS[Question.LEAST], validators=[Length(max=FACT_LENGTH)])
    fact_waktu_produksi = StringField(LABELS[Question.LEAD_TIME], validators=[Length(max=FACT_LENGTH)])
    fact_contoh = StringField(LABELS[Question.SAMPLE], validators=[Length(max=FACT_LENGTH)])
    fact_merek_sendiri = StringField(LABELS[Question.OWN_BRAND], validators=[Length(max=FACT_LENGTH)])
    fact_kirim_ke = StringField(LABELS[Question.DELIVERY], validators=[Length(max=FACT_LENGTH)])
    fact_dokumen_ekspor = StringField(LABELS[Question.EXPORT_PAPERS], validators=[Length(max=FACT_LENGTH)])

    price_idr: int | None = None
    least: int | None = None
    days: int | None = None

    def validate_price(self, field: Field) -> None:
        """Rupiah as people write them."""
        self.price_idr = _told(read_price, field.data or "")

    def validate_moq(self, field: Field) -> None:
        """A whole number of units."""
        self.least = _told(read_whole, field.data or "", most=MAX_QUANTITY)

    def validate_lead_days(self, field: Field) -> None:
        """A whole number of days."""
        self.days = _told(read_whole, field.data or "", most=MAX_DAYS)

    def facts(self, questions: Sequence[str]) -> list[Field]:
        """The fields of the questions that were ticked."""
        return [self[f"fact_{code}"] for code in known_questions(questions)]

    def draft(self, line: ThreadLine) -> LineDraft | None:
        """The answer as the rules see it; None where nothing was chosen. Only after a successful `validate`."""
        if not self.kind.data:
            return None
        return LineDraft(
            line_id=line.line_id,
            kind=AnswerKind(self.kind.data),
            price_idr=self.price_idr,
            moq=self.least,
            lead_days=self.days,
            valid_until=self.valid_until.data,
            promised_on=self.promised_on.data,
            reason_code=self.reason.data or None,
            note=self.note.data or "",
            alternative_slug=self.alternative.data or None,
            facts={code: self[f"fact_{code}"].data or "" for code in known_questions(line.questions)},
        )


class MessageForm(BaseForm):
    """Words to the other side."""

    body = TextAreaField("Pesan", validators=[Length(max=NOTE_LENGTH)])


class QuestionForm(BaseForm):
    """A question to the buyer."""

    question = TextAreaField("Pertanyaan kepada pembeli", validators=[Length(max=NOTE_LENGTH)])


class OnBehalfForm(MessageForm):
    """The same by an officer for a maker: how the officer knows."""

    channel = SelectField("Diketahui lewat", choices=choices(*PROOFS))
    proof = StringField("Bukti", validators=[Length(max=PROOF_LENGTH)], filters=[_flat])


class ResultForm(BaseForm):
    """What came of it."""

    result = RadioField("Hasilnya", choices=choices(*RESULTS), validators=[Optional()])
    value = StringField("Nilai (Rp)", validators=[Length(max=30)], filters=[_flat])
    note = StringField("Keterangan", validators=[Length(max=REASON_LENGTH)], filters=[_flat])

    value_idr: int | None = None

    def validate_value(self, field: Field) -> None:
        """Rupiah as people write them."""
        self.value_idr = _told(read_price, field.data or "")


def _told(read: Any, raw: str, **limits: int) -> int | None:
    try:
        found: int | None = read(raw, **limits)
    except Unreadable as error:
        raise ValidationError(error.sentence) from error
    return found


def line_forms(
    lines: Sequence[ThreadLine],
    others: Sequence[tuple[str, str]],
    facts: Mapping[int, Mapping[str, str]],
    data: Mapping[str, str] | None = None,
) -> list[AnswerLineForm]:
    """One form for each line, with what was typed, or with what is known already."""
    forms = []
    for line in lines:
        known = facts.get(line.product_id or 0, {})
        values = {f"fact_{code}": known[code] for code in known_questions(line.questions) if code in known}
        form = AnswerLineForm(data, prefix=f"baris-{line.position}-", meta={"csrf": False}, **values)
        own = [(slug, name) for slug, name in others if slug != line.slug]
        form.alternative.choices = choices(("", "Tulis saja di keterangan"), *own)
        forms.append(form)
    return forms


class Answered:
    """The lines and the words as one, which is how the error summary lists what has to be mended."""

    def __init__(self, form: BaseForm, lines: Sequence[AnswerLineForm]) -> None:
        self._forms = (*lines, form)

    @property
    def errors(self) -> bool:
        """Whether anything has to be mended."""
        return any(form.errors for form in self._forms)

    def __iter__(self) -> Any:
        """Every field, those of the lines first."""
        for form in self._forms:
            yield from form
