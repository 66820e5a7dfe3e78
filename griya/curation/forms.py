"""The shape of what the desk and makers type: products to put forward, sheets, decisions, appeals, a rubric."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from griya.core.days import read_day
from griya.core.forms import BaseForm
from griya.core.text import clean_text, one_line
from griya.core.words import N_
from griya.curation.models import AppealOutcome, Conflict, Result
from griya.curation.rules import CONFLICT_NAMES, LONGEST_NOTE, LONGEST_REASON, MOST_CONDITIONS, Condition
from griya.curation.rules.rubric import MOST_PARTS, STEPS, Check, Criterion, Gate, Rubric, Thresholds
from griya.curation.rules.scoring import ORDER, RESULT_NAMES, GateAnswer, Sheet

Typed: TypeAlias = MultiDict[str, str]
_RESULTS: Final = [SelectChoice(str(one), RESULT_NAMES[one]) for one in ORDER]
_CONFLICTS: Final = [SelectChoice(str(one), words) for one, words in CONFLICT_NAMES.items()]
_OUTCOMES: Final = [
    SelectChoice(str(AppealOutcome.GRANTED), "dikabulkan"),
    SelectChoice(str(AppealOutcome.REJECTED), "ditolak: hasil tetap"),
]


class RoundForm(BaseForm):
    """A new round."""

    name = StringField("Nama putaran", [InputRequired("Beri nama, misalnya “Triwulan I 2027”."), Length(max=80)])
    closes_on = DateField("Nilai masuk paling lambat", [InputRequired("Tulis tanggalnya.")])


class ForwardForm(BaseForm):
    """Products to put forward; which ones is read from the ticked boxes beside it."""

    round = SelectField("Putaran")
    note = StringField("Mengapa diajukan", [Length(max=LONGEST_NOTE)])


class DeclarationForm(BaseForm):
    """What ties a curator to the maker."""

    conflict = RadioField("Hubungan Anda", [InputRequired("Pilih salah satu.")], choices=_CONFLICTS)
    note = StringField("Hubungan apa", [Length(max=LONGEST_NOTE)])

    @property
    def tie(self) -> Conflict:
        """The tie; only after a successful `validate`."""
        return Conflict(self.conflict.data)


class SheetForm(BaseForm):
    """The frame of a sheet; scores and answers are read by `read_sheet` from the same request."""

    row_version = IntegerField("Versi simpan", [InputRequired()])
    note = TextAreaField("Catatan untuk kurator lain", [Length(max=LONGEST_REASON)])


class ReasonForm(BaseForm):
    """Why something is given back or taken back."""

    reason = StringField("Alasan", [InputRequired("Tulis alasannya."), Length(max=LONGEST_NOTE)])


class RulingForm(BaseForm):
    """A decision; its conditions are read by `read_conditions` from the same request."""

    row_version = IntegerField("Versi simpan", [Optional()])
    result = SelectField("Hasil", choices=_RESULTS)
    override_reason = TextAreaField("Mengapa lain dari hitungan", [Length(max=LONGEST_REASON)])
    reason = TextAreaField("Alasan yang dibaca pembuatnya", [Length(max=LONGEST_REASON)])
    improvement = TextAreaField("Yang perlu diperbaiki", [Length(max=LONGEST_REASON)])
    is_impartial = BooleanField("Saya tidak punya hubungan keluarga, kepemilikan, atau usaha dengan pembuatnya")

    @property
    def chosen(self) -> Result:
        """The result; only after a successful `validate`."""
        return Result(self.result.data)


class RevocationForm(BaseForm):
    """Why a result is taken back."""

    reason = TextAreaField("Alasan yang dibaca pembuatnya", [Length(max=LONGEST_REASON)])
    improvement = TextAreaField("Yang perlu diperbaiki", [Length(max=LONGEST_REASON)])


class AppealRulingForm(RulingForm):
    """The decision of an appeal, with the declaration of whoever decides."""

    conflict = RadioField("Hubungan Anda", [InputRequired("Pilih salah satu.")], choices=_CONFLICTS)
    outcome = RadioField("Banding ini", [InputRequired("Pilih salah satu.")], choices=_OUTCOMES)


class ConditionForm(BaseForm):
    """A condition that was met, or needs more time."""

    condition = IntegerField("Syarat", [InputRequired()])
    row_version = IntegerField("Versi simpan", [InputRequired()])
    note = StringField("Apa yang diperiksa, atau mengapa diberi waktu", [Length(max=LONGEST_NOTE)])
    due_on = DateField("Tanggal baru", [Optional()])


class AppealForm(BaseForm):
    """A maker's own appeal, by the link in the letter."""

    grounds = TextAreaField(N_("Mengapa Anda tidak setuju?"), [Length(max=LONGEST_REASON)])


class OfficerAppealForm(AppealForm):
    """The same through an officer."""

    number = HiddenField()
    acting_for = StringField("Atas nama siapa", [Length(max=120)])
    proof = StringField("Bukti ia memintanya", [Length(max=LONGEST_NOTE)])


class RubricForm(BaseForm):
    """The frame of a rubric draft; its parts are read by `read_rubric` from the same request."""

    row_version = IntegerField("Versi simpan", [InputRequired()])
    note = StringField("Apa yang berubah, dan mengapa", [Length(max=LONGEST_NOTE)])


class RubricApprovalForm(BaseForm):
    """From which day a rubric is in force."""

    row_version = IntegerField("Versi simpan", [InputRequired()])
    valid_on = DateField("Berlaku mulai tanggal", [InputRequired("Tulis tanggalnya.")])


def read_sheet(form: Typed, rubric: Rubric, *, is_food: bool) -> Sheet:
    """The scores and answers that a form holds; what is no whole number or no answer is left out."""
    scores = {
        one.code: int(raw)
        for one in rubric.criteria
        if (raw := form.get(f"nilai-{one.code}", "")).isascii() and raw.isdecimal() and len(raw) == 1
    }
    gates = {
        gate.code: GateAnswer(raw == "ya", one_line(clean_text(form.get(f"alasan-{gate.code}", ""))))
        for gate in rubric.gates_for(is_food=is_food)
        if (raw := form.get(f"syarat-{gate.code}", "")) in {"ya", "tidak"}
    }
    return Sheet(scores, gates)


def read_conditions(form: Typed) -> tuple[list[Condition], list[str]]:
    """The conditions that were typed, and why one of them cannot be read."""
    found, faults = [], []
    for place in range(1, MOST_CONDITIONS + 1):
        text = one_line(clean_text(form.get(f"syarat-{place}", "")))
        raw = form.get(f"sampai-{place}", "").strip()
        if not text and not raw:
            continue
        try:
            found.append(Condition(text, read_day(raw)))
        except ValueError:
            faults.append(f"Tulis tanggal syarat ke-{place}.")
    return found, faults


def read_keys(form: Typed, name: str) -> list[int]:
    """The ticked rows."""
    return [int(raw) for raw in form.getlist(name) if raw.isascii() and raw.isdecimal() and len(raw) < 10]


def read_rubric(form: Typed) -> Rubric:
    """The rubric that a form holds; a part without a name is left out. What is no number counts as 0."""
    return Rubric(
        gates=tuple(_gates(form)),
        criteria=tuple(_criteria(form)),
        thresholds=Thresholds(
            selected=_number(form, "ambang-selected"),
            conditional=_number(form, "ambang-conditional"),
            coaching=_number(form, "ambang-coaching"),
            floor=_number(form, "ambang-floor"),
            gap=_number(form, "ambang-gap"),
        ),
    )


def _gates(form: Typed) -> Iterator[Gate]:
    for place in range(1, MOST_PARTS + 2):
        label = _text(form, f"syarat-{place}-label")
        if not label:
            continue
        raw = form.get(f"syarat-{place}-check", "")
        yield Gate(
            code=_text(form, f"syarat-{place}-code"),
            label=label,
            label_en=_text(form, f"syarat-{place}-label_en"),
            help=_text(form, f"syarat-{place}-help"),
            help_en=_text(form, f"syarat-{place}-help_en"),
            check=Check(raw) if raw in set(Check) else Check.BY_HAND,
            only_food=f"syarat-{place}-only_food" in form,
            is_mendable=f"syarat-{place}-is_mendable" in form,
        )


def _criteria(form: Typed) -> Iterator[Criterion]:
    for place in range(1, MOST_PARTS + 2):
        label = _text(form, f"kriteria-{place}-label")
        if not label:
            continue
        yield Criterion(
            code=_text(form, f"kriteria-{place}-code"),
            label=label,
            label_en=_text(form, f"kriteria-{place}-label_en"),
            weight=_number(form, f"kriteria-{place}-weight"),
            steps=tuple(_text(form, f"kriteria-{place}-step-{step}") for step in STEPS),
            steps_en=tuple(_text(form, f"kriteria-{place}-step_en-{step}") for step in STEPS),
        )


def _text(form: Typed, name: str) -> str:
    return one_line(clean_text(form.get(name, "")))


def _number(form: Typed, name: str) -> int:
    raw = form.get(name, "").strip()
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 5 else 0
