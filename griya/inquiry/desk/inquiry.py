"""One inquiry at the desk: what was asked, each thread with its steps, notes, letters, proof; and why one is late."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, url_for

from griya.accounts.queries.record import list_history
from griya.catalog.queries.facts import StandingAnswer, find_standing
from griya.catalog.rules.questions import LABELS, known_questions
from griya.inquiry.desk import KIND_NAMES, LETTER_NAMES, PURPOSE_NAMES, SOURCE_NAMES, blueprint
from griya.inquiry.forms.answers import AnswerLineForm, choices, line_forms
from griya.inquiry.forms.desk import (
    AssignForm,
    BehalfForm,
    BuyerSaidForm,
    ClosingForm,
    ContactForm,
    FactForm,
    ForwardForm,
    NoteForm,
    ReasonForm,
    RestrictionForm,
    SayForm,
)
from griya.inquiry.queries.attachments import list_attachments
from griya.inquiry.queries.calendars import load_calendars
from griya.inquiry.queries.desk import InquiryDetail, find_inquiry
from griya.inquiry.queries.links import facts_of
from griya.inquiry.queries.office import list_replies
from griya.inquiry.queries.officers import list_officers
from griya.inquiry.queries.threads import ThreadView
from griya.inquiry.rules.clock import explain
from griya.inquiry.rules.threads import LINE_WORDS, Step, check_step
from griya.inquiry.rules.wording import ANSWERS, CHANNELS, HAPPENED, OUTCOMES, SIDES, STATES


@dataclass(slots=True)
class Typed:
    """What was typed on the page and not taken: for which thread, in which form, and why."""

    number: int = 0
    forms: dict[str, Any] = field(default_factory=dict)
    lines: list[AnswerLineForm] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    status: int = 200
    new_link: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a maker said to one typed question of a line, and the standing answer it has become, if it has."""

    position: int
    product: str
    question: str
    said: str
    standing: StandingAnswer | None
    form: FactForm
    is_typed: bool


@blueprint.get("/<reference>")
def inquiry_show(reference: str) -> Response:
    """Show one inquiry with the buyer's full contact: here somebody answers."""
    inquiry = find_inquiry(reference)
    if inquiry is None:
        abort(404)
    if inquiry.reference != reference:
        return redirect(url_for("desk.inquiry.inquiry_show", reference=inquiry.reference), 303)  # type: ignore[return-value]
    return inquiry_page(inquiry, Typed())


@blueprint.get("/<reference>/<int:number>/terlambat")
def lateness_show(reference: str, number: int) -> str:
    """Say day by day what of the time counted for whom, and what did not and why."""
    inquiry, thread = found_thread(reference, number)
    return render_template(
        "desk/inquiry/lateness_show.html",
        inquiry=inquiry,
        thread=thread,
        rows=explain(thread.clock, load_calendars()(thread.region_code)),
        states=STATES,
        hours=_hours,
    )


def _hours(spent: timedelta) -> str:
    """`7.30` for seven hours and a half."""
    minutes = int(spent.total_seconds() // 60)
    return f"{minutes // 60}.{minutes % 60:02}"


def found_thread(reference: str, number: int) -> tuple[InquiryDetail, ThreadView]:
    """The inquiry and its thread at this address."""
    inquiry = find_inquiry(reference)
    thread = next((one for one in inquiry.threads if one.number == number), None) if inquiry else None
    if inquiry is None or thread is None:
        abort(404)
    return inquiry, thread


def forms_of(inquiry: InquiryDetail, thread: ThreadView, typed: Typed) -> dict[str, Any]:
    """The forms of one thread: as they were typed for it, or empty."""
    own = typed.forms if typed.number == thread.number else {}
    officers = list_officers()
    assign = own.get("assign") or AssignForm(formdata=None)
    assign.officer.choices = choices(("", "Menurut tabel wilayah"), *officers)
    if "assign" not in own:
        assign.officer.data = next((code for code, name in officers if name == thread.assignee_name), "")
    lines = typed.lines if typed.number == thread.number and typed.lines else _lines(thread)
    return {
        "assign": assign,
        "forward": own.get("forward") or ForwardForm(formdata=None),
        "say": own.get("say") or SayForm(formdata=None),
        "behalf": own.get("behalf") or BehalfForm(formdata=None),
        "buyer": own.get("buyer") or BuyerSaidForm(formdata=None),
        "closing": own.get("closing") or ClosingForm(formdata=None),
        "reason": own.get("reason") or ReasonForm(formdata=None),
        "lines": list(zip(thread.lines, lines, strict=True)),
        "facts": _answered(thread, own.get("fact")),
        "open": set(own),
        "may": {step.value: not check_step(step, thread.stored_state, inquiry.stop) for step in Step},
    }


def _answered(thread: ThreadView, typed: FactForm | None) -> list[Answered]:
    """What was answered once in a thread: with what was typed about it, or as it stands."""
    standing = find_standing([line.product_id for line in thread.lines if line.product_id])
    rows = []
    for line in thread.lines:
        said = {code: text for answer in line.answers for code, text in answer.facts.items()}
        known = standing.get(line.product_id or 0, {})
        for code in known_questions([*said, *(code for code in line.questions if code in known)]):
            stands, own = known.get(code), str(line.position)
            is_typed = typed is not None and (typed.position.data, typed.question.data) == (own, code)
            form = (
                typed
                if typed is not None and is_typed
                else FactForm(
                    formdata=None,
                    position=own,
                    question=code,
                    answer=stands.answer_id if stands else said[code],
                    answer_en=stands.answer_en if stands else "",
                )
            )
            form.fact_version.data = str(stands.row_version if stands else 0)
            if line.product_id:
                rows.append(Answered(line.position, line.label, code, said.get(code, ""), stands, form, is_typed))
    return rows


def _lines(thread: ThreadView) -> list[AnswerLineForm]:
    return line_forms(thread.lines, (), facts_of([line.product_id for line in thread.lines if line.product_id]))


def inquiry_page(inquiry: InquiryDetail, typed: Typed) -> Response:
    """The page, with everything that was typed."""
    entered = next((form for form in typed.forms.values() if form.errors), None)
    if entered is None:
        entered = next((line for line in typed.lines if line.errors), None)
    return make_response(
        render_template(
            "desk/inquiry/inquiry_show.html",
            inquiry=inquiry,
            threads=[(thread, forms_of(inquiry, thread, typed)) for thread in inquiry.threads],
            attachments=list_attachments(inquiry.reference),
            note=typed.forms.get("note") or NoteForm(formdata=None),
            reason=(typed.forms.get("reason") if typed.number == 0 else None) or ReasonForm(formdata=None),
            contact=typed.forms.get("contact")
            or ContactForm(formdata=None, phone=inquiry.by.phone, email=inquiry.by.email),
            restriction=typed.forms.get("restriction") or RestrictionForm(formdata=None),
            typed=set(typed.forms) if typed.number == 0 else set(),
            entered=entered or NoteForm(formdata=None),
            reasons=typed.reasons,
            new_link=typed.new_link,
            new_number=typed.number,
            replies=list_replies(),
            happened=list_history("inquiry", inquiry.reference),
            kind_names=KIND_NAMES,
            source_names=SOURCE_NAMES,
            letter_names=LETTER_NAMES,
            purpose_names=PURPOSE_NAMES,
            states=STATES,
            outcomes=OUTCOMES,
            answers=ANSWERS,
            line_words=LINE_WORDS,
            labels=LABELS,
            sides=SIDES,
            told=HAPPENED,
            channels=CHANNELS,
        ),
        typed.status,
    )
