"""A maker's own page: answering without an account, at the weight of a slow telephone. Indonesian alone.

Opening it changes nothing. Messengers, mail programs and guards against viruses open links by themselves, so “dilihat”
is written down by the first thing a person does here, docs/decisions/019-threads.md.
"""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from griya.core.clock import today
from griya.core.errors import Overtaken, Refused
from griya.core.tokens import new_token
from griya.inquiry.actions.answers import answer_lines, ask_back
from griya.inquiry.actions.closing import say_what_came
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.actions.threads import see_thread
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.forms.answers import Answered, AnswerLineForm, MessageForm, QuestionForm, ResultForm, line_forms
from griya.inquiry.models.threads import AnswerKind, Side
from griya.inquiry.queries.links import Asked, LinkState, find_asked
from griya.inquiry.queries.threads import ThreadView, sides_of
from griya.inquiry.rules import is_key
from griya.inquiry.rules.answers import LineDraft
from griya.inquiry.rules.threads import ALLOWED, LINE_WORDS, Step
from griya.inquiry.rules.wording import SIDES

blueprint = Blueprint("answer", __name__, url_prefix="/jawab")

MAKER = Actor(Side.MAKER, channel="tautan")
# What one tap says of every line that waits.
TAPS = {"bisa": AnswerKind.CAN, "tidak_bisa": AnswerKind.CANNOT, "perlu_waktu": AnswerKind.TIME}
_TAP_DAYS = 3
_DONE = {
    "jawaban": "Terima kasih. Jawaban Anda sudah tersimpan dan pembeli diberi tahu.",
    "waktu": "Tersimpan. Pembeli membaca bahwa Anda perlu waktu.",
    "tanya": "Pertanyaan Anda sudah dikirim kepada pembeli.",
    "dibaca": "Tersimpan: permintaan ini sudah Anda baca.",
}


@blueprint.get("/<token>")
def answer_new(token: str) -> Response:
    """Show what is asked, and the ways to answer. Nothing is written."""
    asked = _asked(token)
    return _page(token, asked)


@blueprint.post("/<token>")
def answer_create(token: str) -> BaseResponse:
    """Keep an answer: by one tap for everything that waits, or line by line."""
    asked = _asked(token)
    if asked.thread is None:
        return _page(token, asked)
    thread, form = asked.thread, MessageForm()
    lines = line_forms(thread.lines, asked.others, asked.facts or {}, request.form)
    # A tap says everything by itself; what stands in the fields is not looked at.
    tap = TAPS.get(request.form.get("ketuk", ""))
    if not form.validate() or (tap is None and not _validate(lines)):
        return _page(token, asked, form=form, lines=lines, status=422)
    drafts = _tapped(thread, tap) if tap else _drafts(thread, lines)
    try:
        answer_lines(
            code=thread.code,
            drafts=drafts,
            actor=MAKER,
            post=_post(),
            message="" if tap else form.body.data or "",
            last_event_id=_event(),
            key=_key(),
        )
    except Overtaken as refusal:
        return _page(token, _asked(token), form=form, lines=lines, reasons=refusal.reasons, status=409)
    except Refused as refusal:
        return _page(token, asked, form=form, lines=lines, reasons=refusal.reasons, status=422)
    is_time = all(draft.kind is AnswerKind.TIME for draft in drafts)
    return redirect(
        url_for("answer.answer_new", token=token, selesai="waktu" if drafts and is_time else "jawaban"), 303
    )


@blueprint.post("/<token>/tanya")
def question_create(token: str) -> BaseResponse:
    """Ask the buyer something; the time stands still until there is a reply."""
    asked = _asked(token)
    if asked.thread is None:
        return _page(token, asked)
    form = QuestionForm()
    if not form.validate():
        return _page(token, asked, question=form, status=422)
    try:
        ask_back(
            code=asked.thread.code,
            body=form.question.data or "",
            actor=MAKER,
            post=_post(),
            last_event_id=_event(),
            key=_key(),
        )
    except Overtaken as refusal:
        return _page(token, _asked(token), question=form, reasons=refusal.reasons, status=409)
    except Refused as refusal:
        return _page(token, asked, question=form, reasons=refusal.reasons, status=422)
    return redirect(url_for("answer.answer_new", token=token, selesai="tanya"), 303)


@blueprint.post("/<token>/dibaca")
def sight_create(token: str) -> BaseResponse:
    """Note that a person has read it."""
    asked = _asked(token)
    if asked.thread is None:
        return _page(token, asked)
    see_thread(code=asked.thread.code)
    return redirect(url_for("answer.answer_new", token=token, selesai="dibaca"), 303)


@blueprint.get("/<token>/hasil")
def result_new(token: str) -> Response:
    """Ask what came of it."""
    return _result_page(token, _asked(token), ResultForm(formdata=None))


@blueprint.post("/<token>/hasil")
def result_create(token: str) -> BaseResponse:
    """Keep what the maker says came of it."""
    asked, form = _asked(token), ResultForm()
    if asked.thread is None:
        return _page(token, asked)
    if not form.validate():
        return _result_page(token, asked, form, status=422)
    try:
        say_what_came(
            thread_id=asked.thread.thread_id,
            side=Side.MAKER,
            result=form.result.data or "",
            value_idr=form.value_idr,
            note=form.note.data or "",
            actor=MAKER,
        )
    except Refused as refusal:
        return _result_page(token, asked, form, reasons=refusal.reasons, status=422)
    return _result_page(token, _asked(token), ResultForm(formdata=None), is_done=True)


def _asked(token: str) -> Asked:
    return find_asked(token) or abort(404)


def _validate(lines: list[AnswerLineForm]) -> bool:
    """Every line is looked at, so that all errors are shown at once."""
    return sum(not line.validate() for line in lines) == 0


def _post() -> Correspondence:
    return Correspondence.of(current_app.config["SETTINGS"])


def _key() -> str | None:
    raw = request.form.get("key", "")
    return raw if is_key(raw) else None


def _event() -> int:
    raw = request.form.get("last_event", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 12 else 0


def _tapped(thread: ThreadView, kind: AnswerKind) -> list[LineDraft]:
    waiting = [line for line in thread.lines if line.state == "menunggu"] or list(thread.lines)
    plain = LineDraft(0, kind, reason_code="lain" if kind is AnswerKind.CANNOT else None)
    if kind is AnswerKind.TIME:
        plain = replace(plain, promised_on=today() + timedelta(days=_TAP_DAYS))
    return [replace(plain, line_id=line.line_id) for line in waiting]


def _drafts(thread: ThreadView, lines: list[AnswerLineForm]) -> list[LineDraft]:
    said = [form.draft(line) for form, line in zip(lines, thread.lines, strict=True)]
    return [draft for draft in said if draft is not None]


def _page(
    token: str,
    asked: Asked,
    *,
    form: MessageForm | None = None,
    question: QuestionForm | None = None,
    lines: list[AnswerLineForm] | None = None,
    reasons: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    if asked.state is not LinkState.OPEN or asked.thread is None:
        return _private(render_template("answer/_ended.html", is_revoked=asked.state is LinkState.REVOKED), 410)
    thread = asked.thread
    form, question = form or MessageForm(formdata=None), question or QuestionForm(formdata=None)
    lines = lines or line_forms(thread.lines, asked.others, asked.facts or {})
    return _private(
        render_template(
            "answer/answer_new.html",
            token=token,
            thread=thread,
            by=asked.by,
            rows=list(zip(thread.lines, lines, strict=True)),
            attachments=asked.attachments,
            form=form,
            question=question,
            entered=Answered(form, lines) if form.errors or any(line.errors for line in lines) else question,
            key=new_token(),
            reasons=reasons,
            done=_DONE.get(request.args.get("selesai", ""), ""),
            sides=SIDES,
            line_words=LINE_WORDS,
            may_answer=thread.stored_state in ALLOWED[Step.ANSWER],
            may_ask=thread.stored_state in ALLOWED[Step.ASK_BACK],
        ),
        status,
    )


def _result_page(
    token: str,
    asked: Asked,
    form: ResultForm,
    *,
    reasons: tuple[str, ...] = (),
    status: int = 200,
    is_done: bool = False,
) -> Response:
    if asked.thread is None:
        return _page(token, asked)
    said = sides_of(asked.thread).get(Side.MAKER)
    return _private(
        render_template(
            "answer/result_new.html",
            token=token,
            thread=asked.thread,
            by=asked.by,
            form=form,
            said=said if said and said.answered_at else None,
            reasons=reasons,
            is_done=is_done,
        ),
        status,
    )


def _private(html: str, status: int) -> Response:
    response = make_response(html, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
