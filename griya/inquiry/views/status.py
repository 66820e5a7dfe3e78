"""What became of an inquiry, for whoever holds its link: answers, replies, opening again, taking it back."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from griya.catalog.queries.cards import list_cards
from griya.catalog.rules.questions import LABELS
from griya.core import language
from griya.core.clock import now
from griya.core.errors import Refused
from griya.core.qr import qr_code
from griya.core.tokens import new_token
from griya.inquiry.actions.buyers import (
    ask_about_data,
    lock_by_token,
    reopen_thread,
    reply_as_buyer,
    withdraw_inquiry,
)
from griya.inquiry.actions.closing import say_what_came
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.forms.status import BuyerResultForm, ReplyForm
from griya.inquiry.models.threads import Side
from griya.inquiry.queries import InquiryStatus, find_status
from griya.inquiry.queries.threads import sides_of
from griya.inquiry.rules import is_key
from griya.inquiry.rules.threads import LINE_WORDS, check_reopening
from griya.inquiry.rules.wording import OUTCOMES
from griya.inquiry.views import blueprint, settings

_BUYER = Actor(Side.BUYER, channel="tautan")


@blueprint.get("/permintaan/<token>")
def inquiry_show(token: str) -> Response:
    """What became of an inquiry, for whoever holds its link."""
    return _page(token, _status(token))


@blueprint.get("/permintaan/<token>/cetak")
def paper_show(token: str) -> Response:
    """The list and its answers on one sheet of paper, with pictures and the code that leads back here."""
    status = _status(token)
    link = _link(token)
    cards = list_cards([line.product_id for thread in status.threads for line in thread.lines if line.product_id])
    return _private(
        render_template(
            "inquiry/paper_show.html",
            token=token,
            inquiry=status,
            link=link,
            qr=qr_code(link),
            photos={card.slug: card.photo for card in cards},
            codes={card.slug: card.code for card in cards},
            line_words=LINE_WORDS,
            labels=LABELS,
        )
    )


@blueprint.post("/permintaan/<token>/balas/<int:number>")
def reply_create(token: str, number: int) -> BaseResponse:
    """Keep a reply; it opens a closed thread again."""
    status, form = _status(token), ReplyForm()
    if not form.validate():
        return _page(token, status, reply=form, number=number, code=422)
    key = request.form.get("key", "")
    try:
        reply_as_buyer(
            inquiry=lock_by_token(token=token),
            number=number,
            body=form.body.data or "",
            post=_post(),
            key=key if is_key(key) else None,
        )
    except Refused as refusal:
        return _page(token, status, reply=form, number=number, reasons=refusal.reasons, code=422)
    return redirect(url_for("inquiry.inquiry_show", token=token, _anchor=f"percakapan-{number}"), 303)


@blueprint.post("/permintaan/<token>/buka/<int:number>")
def reopening_create(token: str, number: int) -> BaseResponse:
    """Open a thread again that was closed."""
    status = _status(token)
    try:
        reopen_thread(inquiry=lock_by_token(token=token), number=number, post=_post())
    except Refused as refusal:
        return _page(token, status, reasons=refusal.reasons, code=422)
    return redirect(url_for("inquiry.inquiry_show", token=token, _anchor=f"percakapan-{number}"), 303)


@blueprint.post("/permintaan/<token>/tarik")
def withdrawal_create(token: str) -> BaseResponse:
    """Take the whole inquiry back."""
    status = _status(token)
    try:
        withdraw_inquiry(inquiry=lock_by_token(token=token), post=_post())
    except Refused as refusal:
        return _page(token, status, reasons=refusal.reasons, code=422)
    return redirect(url_for("inquiry.inquiry_show", token=token), 303)


@blueprint.post("/permintaan/<token>/hapus-data")
def erasure_create(token: str) -> BaseResponse:
    """Take in that the buyer wants the personal data erased."""
    status = _status(token)
    try:
        ask_about_data(inquiry=lock_by_token(token=token))
    except Refused as refusal:
        return _page(token, status, reasons=refusal.reasons, code=422)
    return redirect(url_for("inquiry.inquiry_show", token=token, _anchor="data-anda"), 303)


@blueprint.post("/permintaan/<token>/hasil/<int:number>")
def result_create(token: str, number: int) -> BaseResponse:
    """Keep what the buyer says came of it."""
    status, form = _status(token), BuyerResultForm()
    thread = next((one for one in status.threads if one.number == number), None) or abort(404)
    if not form.validate():
        return _page(token, status, result=form, number=number, code=422)
    try:
        say_what_came(
            thread_id=thread.thread_id,
            side=Side.BUYER,
            result=form.result.data or "",
            value_idr=form.value_idr,
            actor=_BUYER,
        )
    except Refused as refusal:
        return _page(token, status, result=form, number=number, reasons=refusal.reasons, code=422)
    return redirect(url_for("inquiry.inquiry_show", token=token, _anchor=f"percakapan-{number}"), 303)


def _status(token: str) -> InquiryStatus:
    return find_status(token) or abort(404)


def _post() -> Correspondence:
    return Correspondence.of(settings())


def _link(token: str) -> str:
    return f"{settings().public_url}{url_for('inquiry.inquiry_show', token=token)}"


def _page(
    token: str,
    status: InquiryStatus,
    *,
    reply: ReplyForm | None = None,
    result: BuyerResultForm | None = None,
    number: int = 0,
    reasons: tuple[str, ...] = (),
    code: int = 200,
) -> Response:
    """The page with what was typed in the form of the thread it was typed for."""
    replies = {
        thread.number: reply if reply is not None and thread.number == number else ReplyForm(formdata=None)
        for thread in status.threads
    }
    results = {
        thread.number: result if result is not None and thread.number == number else BuyerResultForm(formdata=None)
        for thread in status.threads
    }
    return _private(
        render_template(
            "inquiry/inquiry_show.html",
            token=token,
            inquiry=status,
            link=_link(token),
            state=status.words,
            replies=replies,
            results=results,
            entered=reply or result or ReplyForm(formdata=None),
            reasons=reasons,
            key=new_token(),
            line_words=LINE_WORDS,
            outcomes=OUTCOMES,
            labels=LABELS,
            sides=sides_of,
            now_closed=_is_final,
            current=language.current(),
        ),
        code,
    )


def _is_final(thread: object) -> bool:
    """Whether a closed thread cannot be opened again any more."""
    return bool(check_reopening(getattr(thread, "closed_at", None), now()))


def _private(html: str, code: int = 200) -> Response:
    response = make_response(html, code)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
