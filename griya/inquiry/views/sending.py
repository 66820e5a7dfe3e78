"""The page of the list and the form, and the act of sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from griya.catalog.queries.facts import Fact, find_facts
from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.catalog.rules.questions import LABELS, Question
from griya.core import language
from griya.core.errors import Refused
from griya.core.http import takes_files
from griya.core.qr import QrCode, qr_code
from griya.core.text import clean_text, one_line
from griya.core.tokens import new_token
from griya.core.words import N_
from griya.inquiry import notices
from griya.inquiry.actions import AlreadySent, Unavailable, submit_inquiry
from griya.inquiry.actions.abuse import TooMany
from griya.inquiry.correspondence import Correspondence, Delivery
from griya.inquiry.forms import (
    Entered,
    FreeLineForm,
    InquiryForm,
    LineForm,
    free_line_form,
    line_form,
    posted_free_lines,
    posted_lines,
)
from griya.inquiry.models import InquiryKind
from griya.inquiry.queries import SentInquiry, find_sent
from griya.inquiry.queries.lists import list_free_lines, list_lines, names_once_public
from griya.inquiry.rules import is_key
from griya.inquiry.rules.files import MAX_BODY_BYTES, KeptFile
from griya.inquiry.views import LIST_COOKIE, SENT_COOKIE, blueprint, remembered, settings
from griya.inquiry.views.arrivals import KEPT_FIELD, carried_files, manner_of, mark_opened, take_files

_MOST_LOOKED_FOR: Final = 100
_OTHER_NOTICE: Final = N_("Pemberitahuan tentang data Anda sudah berganti. Baca, lalu beri tanda setuju sekali lagi.")


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the page: its fields and the product they are about."""

    form: LineForm
    product: InquirableProduct
    facts: tuple[tuple[str, Fact], ...]

    @property
    def known(self) -> list[tuple[str, Fact]]:
        """What is known already, under its question's own words."""
        return [(LABELS[Question(code)], fact) for code, fact in self.facts]

    @property
    def open_questions(self) -> list[Any]:
        """The boxes of the questions that nobody has answered yet, and of those that are ticked all the same."""
        known = {code for code, _ in self.facts}
        return [box for box in self.form.questions if box.data not in known or box.checked]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one maker."""

    name: str
    place: str
    rows: tuple[Row, ...]


@blueprint.get("/permintaan")
def inquiry_new() -> Response:
    """Show the list and the form. Nothing is written: a form must open when nothing can be stored."""
    token = remembered(LIST_COOKIE)
    listed = list_lines(token)
    lines = [
        line_form(number, slug=line.slug, quantity=str(line.quantity), note=line.note, questions=list(line.questions))
        for number, line in enumerate(line for line in listed if line.product)
    ]
    free = [
        free_line_form(number, label=line.label, quantity=str(line.quantity), unit=line.unit)
        for number, line in enumerate(list_free_lines(token))
    ]
    if looked_for := one_line(clean_text(request.args.get("cari", "")))[:_MOST_LOOKED_FOR].strip():
        free.append(free_line_form(len(free), label=looked_for))
    gone = [line.slug for line in listed if not line.product]
    kind = request.args.get("untuk", "")
    form = InquiryForm(key=new_token(), kind=kind if kind in set(InquiryKind) else InquiryKind.RETAIL.value)
    return list_page(form, lines, free, gone=gone, sent=find_sent(remembered(SENT_COOKIE)))


@blueprint.post("/permintaan")
@takes_files(MAX_BODY_BYTES)
def inquiry_create() -> BaseResponse:
    """Store the inquiry; the answer that names its reference leaves after the commit."""
    form, lines, free = InquiryForm(), posted_lines(request.form), posted_free_lines(request.form)
    key = form.key.data or ""
    # Every form is looked at, so that all errors are shown at once.
    is_valid = all([form.validate(), *[line.validate() for line in (*lines, *free)]])
    files = take_files(form)
    if not is_valid or form.files.errors:
        return list_page(form, lines, free, files=files, status=422)
    if not is_key(key):
        reason = N_("Formulir ini tidak lengkap terkirim. Kirim sekali lagi.")
        return list_page(form, lines, free, files=files, reasons=[reason], status=422)
    notice = notices.of_version(form.notice.data or "")
    if notice is None:
        return list_page(form, lines, free, files=files, reasons=[_OTHER_NOTICE], status=422)
    token = _status_token(key)
    try:
        receipt = submit_inquiry(
            key=key,
            status_token=token,
            wanted=form.wanted(lines, free, files),
            notice=notice,
            delivery=_delivery(token),
            list_token=remembered(LIST_COOKIE),
            last_token=remembered(SENT_COOKIE),
            language=language.current(),
            news=bool(form.news.data),
            files=files,
            manner=manner_of(form),
        )
    except AlreadySent as earlier:
        # A new key makes the next press of the button a new inquiry, and says so first.
        form.key.data = new_token()
        sent_url = url_for("inquiry.inquiry_show", token=token)
        return list_page(form, lines, free, files=files, earlier=(earlier.reference, sent_url), status=422)
    except Unavailable as refusal:
        left = [line for line in lines if line.slug.data not in refusal.slugs]
        return list_page(form, left, free, files=files, reasons=refusal.reasons, gone=refusal.slugs, status=422)
    except TooMany as refusal:
        response = list_page(form, lines, free, files=files, reasons=refusal.reasons, status=429)
        response.headers["Retry-After"] = str(refusal.wait)
        return response
    except Refused as refusal:
        return list_page(form, lines, free, files=files, reasons=refusal.reasons, status=422)
    session[SENT_COOKIE] = receipt.token
    return redirect(url_for("inquiry.inquiry_show", token=receipt.token), 303)


def _handoff() -> QrCode | None:
    """The code that carries this browser's list to a phone; none while there is nothing on it."""
    token = remembered(LIST_COOKIE)
    if token is None or not (list_lines(token) or list_free_lines(token)):
        return None
    return qr_code(f"{settings().public_url}{url_for('inquiry.handoff_show', token=token)}")


def list_page(
    form: InquiryForm,
    lines: Sequence[LineForm],
    free: Sequence[FreeLineForm] = (),
    *,
    files: Sequence[KeptFile] = (),
    gone: Sequence[str] = (),
    reasons: Sequence[str] = (),
    earlier: tuple[str, str] | None = None,
    sent: SentInquiry | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    """The page of the list and the form, with everything that was typed and every file that was fit."""
    key = form.key.data or ""
    if not is_key(key):
        form.key.data = key = new_token()
    mark_opened(form, key)
    notice = notices.for_language(language.current())
    form.show_notice(notice)
    products = find_inquirable([line.slug.data or "" for line in lines])
    facts = find_facts([product.product_id for product in products.values()])
    rows = [
        Row(line, product, known_facts(facts[product.product_id]))
        for line in lines
        if (product := products.get(line.slug.data or ""))
    ]
    lost = [*gone, *(line.slug.data or "" for line in lines if line.slug.data not in products)]
    names = names_once_public(lost)
    # One empty row for what was not found stands ready, under a number that no other row has.
    taken = {row.label.name for row in free}
    spare = next(row for number in range(len(free) + 1) if (row := free_line_form(number, {})).label.name not in taken)
    return make_response(
        render_template(
            "inquiry/inquiry_new.html",
            form=form,
            entered=Entered(form, [*(row.form for row in rows), *free]),
            groups=_groups(rows),
            free=free,
            spare=spare,
            gone=[(slug, names[slug]) for slug in dict.fromkeys(lost) if slug in names],
            notice=notice,
            reasons=reasons,
            earlier=earlier,
            sent=sent,
            done=done,
            kept=carried_files(files, key),
            kept_field=KEPT_FIELD,
            carried=_handoff() if rows or free else None,
        ),
        status,
    )


def known_facts(facts: Mapping[str, Fact]) -> tuple[tuple[str, Fact], ...]:
    """The answers in the order of the questions, each with what it answers."""
    return tuple((code.value, facts[code]) for code in LABELS if code in facts)


def _groups(rows: Sequence[Row]) -> list[Group]:
    makers: dict[int, list[Row]] = {}
    for row in rows:
        makers.setdefault(row.product.producer_id, []).append(row)
    return [Group(g[0].product.producer_name, g[0].product.place, tuple(g)) for g in makers.values()]


def _status_token(key: str) -> str:
    return Correspondence.of(settings()).status_token(key)


def _delivery(token: str) -> Delivery:
    return Correspondence.of(settings()).delivery_to(token, language=language.current())
