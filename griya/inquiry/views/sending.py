"""The page of the list and the form, and the act of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.core import language
from griya.core.errors import Refused
from griya.core.qr import QrCode, qr_code
from griya.core.text import clean_text, one_line
from griya.core.tokens import new_token
from griya.core.words import N_, Sentence, as_typed
from griya.inquiry import notices
from griya.inquiry.actions import AlreadySent, Unavailable, submit_inquiry
from griya.inquiry.correspondence import Correspondence, Delivery
from griya.inquiry.forms import Entered, InquiryForm, LineForm, line_form, posted_lines
from griya.inquiry.queries import SentInquiry, find_sent
from griya.inquiry.queries.lists import list_lines, names_once_public
from griya.inquiry.rules import is_key
from griya.inquiry.views import LIST_COOKIE, SENT_COOKIE, blueprint, remembered, settings

_MOST_LOOKED_FOR: Final = 100
_OTHER_NOTICE: Final = N_("Pemberitahuan tentang data Anda sudah berganti. Baca, lalu beri tanda setuju sekali lagi.")


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the page: its fields and the product they are about."""

    form: LineForm
    product: InquirableProduct


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one maker."""

    name: str
    place: str
    rows: tuple[Row, ...]


@blueprint.get("/permintaan")
def inquiry_new() -> Response:
    """Show the list and the form. Nothing is written: a form must open when nothing can be stored."""
    listed = list_lines(remembered(LIST_COOKIE))
    lines = [
        line_form(number, slug=line.slug, quantity=str(line.quantity), note=line.note)
        for number, line in enumerate(line for line in listed if line.product)
    ]
    gone = [line.slug for line in listed if not line.product]
    form = InquiryForm(key=new_token(), message=_looked_for(request.args.get("cari", "")))
    return list_page(form, lines, gone=gone, sent=find_sent(remembered(SENT_COOKIE)))


@blueprint.post("/permintaan")
def inquiry_create() -> BaseResponse:
    """Store the inquiry; the answer that names its reference leaves after the commit."""
    form, lines = InquiryForm(), posted_lines(request.form)
    key = form.key.data or ""
    # Every form is looked at, so that all errors are shown at once.
    if not all([form.validate(), *[line.validate() for line in lines]]):
        return list_page(form, lines, status=422)
    if not is_key(key):
        return list_page(
            form, lines, reasons=[N_("Formulir ini tidak lengkap terkirim. Kirim sekali lagi.")], status=422
        )
    notice = notices.of_version(form.notice.data or "")
    if notice is None:
        return list_page(form, lines, reasons=[_OTHER_NOTICE], status=422)
    token = _status_token(key)
    try:
        receipt = submit_inquiry(
            key=key,
            status_token=token,
            wanted=form.wanted(lines),
            notice=notice,
            delivery=_delivery(token),
            list_token=remembered(LIST_COOKIE),
            last_token=remembered(SENT_COOKIE),
        )
    except AlreadySent as earlier:
        # A new key makes the next press of the button a new inquiry, and says so first.
        form.key.data = new_token()
        sent_url = url_for("inquiry.inquiry_show", token=token)
        return list_page(form, lines, earlier=(earlier.reference, sent_url), status=422)
    except Unavailable as refusal:
        left = [line for line in lines if line.slug.data not in refusal.slugs]
        return list_page(form, left, reasons=refusal.reasons, gone=refusal.slugs, status=422)
    except Refused as refusal:
        return list_page(form, lines, reasons=refusal.reasons, status=422)
    session[SENT_COOKIE] = receipt.token
    return redirect(url_for("inquiry.inquiry_show", token=receipt.token), 303)


def _looked_for(typed: str) -> str:
    """The message of whoever searched in vain and asks the showroom to find it."""
    words = one_line(clean_text(typed))[:_MOST_LOOKED_FOR].strip()
    return language.translate(Sentence("Saya mencari: %(words)s", words=as_typed(words))) if words else ""


def _handoff() -> QrCode | None:
    """The code that carries this browser's list to a phone; none while there is nothing on it."""
    token = remembered(LIST_COOKIE)
    if token is None or not list_lines(token):
        return None
    return qr_code(f"{settings().public_url}{url_for('inquiry.handoff_show', token=token)}")


def list_page(
    form: InquiryForm,
    lines: list[LineForm],
    *,
    gone: Sequence[str] = (),
    reasons: Sequence[str] = (),
    earlier: tuple[str, str] | None = None,
    sent: SentInquiry | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    """The page of the list and the form, with everything that was typed."""
    if not is_key(form.key.data or ""):
        form.key.data = new_token()
    notice = notices.for_language(language.current())
    form.show_notice(notice)
    products = find_inquirable([line.slug.data or "" for line in lines])
    rows = [Row(line, products[line.slug.data]) for line in lines if line.slug.data in products]
    lost = [*gone, *(line.slug.data or "" for line in lines if line.slug.data not in products)]
    names = names_once_public(lost)
    return make_response(
        render_template(
            "inquiry/inquiry_new.html",
            form=form,
            entered=Entered(form, [row.form for row in rows]),
            groups=_groups(rows),
            gone=[(slug, names[slug]) for slug in dict.fromkeys(lost) if slug in names],
            notice=notice,
            reasons=reasons,
            earlier=earlier,
            sent=sent,
            done=done,
            carried=_handoff() if rows else None,
        ),
        status,
    )


def _groups(rows: Sequence[Row]) -> list[Group]:
    makers: dict[int, list[Row]] = {}
    for row in rows:
        makers.setdefault(row.product.producer_id, []).append(row)
    return [Group(g[0].product.producer_name, g[0].product.place, tuple(g)) for g in makers.values()]


def _status_token(key: str) -> str:
    return Correspondence.of(settings()).status_token(key)


def _delivery(token: str) -> Delivery:
    return Correspondence.of(settings()).delivery_to(token, language=language.current())
