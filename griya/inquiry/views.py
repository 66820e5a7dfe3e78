"""Pages of the inquiry: add a product, see the list and send it, look at what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.catalog.rules.filters import is_slug
from griya.config import Settings
from griya.core import language
from griya.core.errors import Refused
from griya.core.qr import QrCode, qr_code
from griya.core.text import clean_text, one_line
from griya.core.tokens import derived_token, new_token
from griya.core.words import N_, Sentence, as_typed
from griya.inquiry import notices
from griya.inquiry.actions import AlreadySent, Delivery, Unavailable, put_line, remove_line, submit_inquiry
from griya.inquiry.forms import Entered, InquiryForm, LineForm, line_form, posted_lines
from griya.inquiry.queries import SentInquiry, find_sent, find_status, list_lines, names_once_public
from griya.inquiry.rules import is_key

blueprint = Blueprint("inquiry", __name__)

_LIST_COOKIE: Final = "list"
_SENT_COOKIE: Final = "sent"
_MOST_LOOKED_FOR: Final = 100
_STATUS_LINK: Final = "inquiry-status"
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
    listed = list_lines(_remembered(_LIST_COOKIE))
    lines = [
        line_form(number, slug=line.slug, quantity=str(line.quantity), note=line.note)
        for number, line in enumerate(line for line in listed if line.product)
    ]
    gone = [line.slug for line in listed if not line.product]
    form = InquiryForm(key=new_token(), message=_looked_for(request.args.get("cari", "")))
    return _page(form, lines, gone=gone, sent=find_sent(_remembered(_SENT_COOKIE)))


@blueprint.post("/permintaan")
def inquiry_create() -> BaseResponse:
    """Store the inquiry; the answer that names its reference leaves after the commit."""
    form, lines = InquiryForm(), posted_lines(request.form)
    key = form.key.data or ""
    # Every form is looked at, so that all errors are shown at once.
    if not all([form.validate(), *[line.validate() for line in lines]]):
        return _page(form, lines, status=422)
    if not is_key(key):
        return _page(form, lines, reasons=[N_("Formulir ini tidak lengkap terkirim. Kirim sekali lagi.")], status=422)
    notice = notices.of_version(form.notice.data or "")
    if notice is None:
        return _page(form, lines, reasons=[_OTHER_NOTICE], status=422)
    token = _status_token(key)
    try:
        receipt = submit_inquiry(
            key=key,
            status_token=token,
            wanted=form.wanted(lines),
            notice=notice,
            delivery=_delivery(token),
            list_token=_remembered(_LIST_COOKIE),
            last_token=_remembered(_SENT_COOKIE),
        )
    except AlreadySent as earlier:
        # A new key makes the next press of the button a new inquiry, and says so first.
        form.key.data = new_token()
        sent_url = url_for("inquiry.inquiry_show", token=token)
        return _page(form, lines, earlier=(earlier.reference, sent_url), status=422)
    except Unavailable as refusal:
        left = [line for line in lines if line.slug.data not in refusal.slugs]
        return _page(form, left, reasons=refusal.reasons, gone=refusal.slugs, status=422)
    except Refused as refusal:
        return _page(form, lines, reasons=refusal.reasons, status=422)
    session[_SENT_COOKIE] = receipt.token
    return redirect(url_for("inquiry.inquiry_show", token=receipt.token), 303)


@blueprint.get("/permintaan/<token>")
def inquiry_show(token: str) -> Response:
    """What became of an inquiry, for whoever holds its link."""
    status = find_status(token) or abort(404)
    link = f"{_settings().public_url}{url_for('inquiry.inquiry_show', token=token)}"
    response = make_response(render_template("inquiry/inquiry_show.html", inquiry=status, link=link))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/permintaan/tambah/<slug>")
def line_new(slug: str) -> Response:
    """Ask how much of this product; with what was said before when it is on the list already."""
    product = _inquirable(slug)
    listed = next((line for line in list_lines(_remembered(_LIST_COOKIE)) if line.slug == slug), None)
    quantity = listed.quantity if listed else product.moq or 1
    form = LineForm(slug=slug, quantity=str(quantity), note=listed.note if listed else "")
    return _line_page(product, form, is_listed=listed is not None)


@blueprint.post("/permintaan/tambah/<slug>")
def line_create(slug: str) -> BaseResponse:
    """Put the product on the list."""
    product, form = _inquirable(slug), LineForm()
    if not form.validate():
        return _line_page(product, form, status=422)
    wanted = form.wanted
    try:
        token = put_line(token=_remembered(_LIST_COOKIE), slug=slug, quantity=wanted.quantity, note=wanted.note)
    except Refused as refusal:
        return _line_page(product, form, reasons=refusal.reasons, status=422)
    _keep_list(token)
    return redirect(url_for("inquiry.inquiry_new"), 303)


@blueprint.post("/permintaan/daftar/<slug>")
def line_update(slug: str) -> BaseResponse:
    """Keep a changed quantity or note on the list."""
    form, lines = InquiryForm(), posted_lines(request.form)
    line = next((line for line in lines if line.slug.data == slug), None) or abort(404)
    if not line.validate():
        return _page(form, lines, status=422)
    try:
        token = put_line(
            token=_remembered(_LIST_COOKIE), slug=slug, quantity=line.wanted.quantity, note=line.wanted.note
        )
    except Refused as refusal:
        return _page(form, lines, reasons=refusal.reasons, status=422)
    _keep_list(token)
    return _page_again(form, lines, N_("Jumlah dan catatan disimpan di daftar."))


@blueprint.get("/permintaan/daftar/<slug>")
@blueprint.get("/permintaan/daftar/<slug>/hapus")
def list_show(slug: str) -> BaseResponse:
    """Lead to the list whoever opens the address of an answer again: to reload it, or in the other language."""
    del slug
    return redirect(url_for("inquiry.inquiry_new"))


@blueprint.post("/permintaan/daftar/<slug>/hapus")
def line_delete(slug: str) -> BaseResponse:
    """Take a product off the list."""
    remove_line(token=_remembered(_LIST_COOKIE), slug=slug)
    lines = [line for line in posted_lines(request.form) if line.slug.data != slug]
    return _page_again(InquiryForm(), lines, N_("Produk dihapus dari daftar."))


@blueprint.post("/permintaan/lupakan")
def list_delete() -> BaseResponse:
    """Forget here what this browser remembers, in one tap. The list itself stays for whoever carried it along."""
    session.pop(_LIST_COOKIE, None)
    session.pop(_SENT_COOKIE, None)
    return redirect(url_for("inquiry.inquiry_new"), 303)


@blueprint.get("/permintaan/bawa/<token>")
def handoff_show(token: str) -> Response:
    """Show a list that was carried here by its code. Nothing is taken over before somebody says so."""
    lines = [line for line in list_lines(token) if line.product]
    own = _remembered(_LIST_COOKIE)
    has_own = own not in {None, token} and bool(list_lines(own))
    html = render_template("inquiry/handoff_show.html", lines=lines, token=token, has_own=has_own)
    response = make_response(html, 200 if lines else 404)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.post("/permintaan/bawa/<token>")
def handoff_create(token: str) -> BaseResponse:
    """Go on with a list that was carried here."""
    if not list_lines(token):
        abort(404)
    _keep_list(token)
    return redirect(url_for("inquiry.inquiry_new"), 303)


def _handoff() -> QrCode | None:
    """The code that carries this browser's list to a phone; none while there is nothing on it."""
    token = _remembered(_LIST_COOKIE)
    if token is None or not list_lines(token):
        return None
    return qr_code(f"{_settings().public_url}{url_for('inquiry.handoff_show', token=token)}")


def _looked_for(typed: str) -> str:
    """The message of whoever searched in vain and asks the showroom to find it."""
    words = one_line(clean_text(typed))[:_MOST_LOOKED_FOR].strip()
    return language.translate(Sentence("Saya mencari: %(words)s", words=as_typed(words))) if words else ""


def _page_again(form: InquiryForm, lines: list[LineForm], done: str) -> BaseResponse:
    """Back to the list. Where something is typed and not kept yet, the page is the answer, so that no word is lost."""
    kept = {line.slug: (str(line.quantity), line.note) for line in list_lines(_remembered(_LIST_COOKIE))}
    if form.is_untouched and all(kept.get(line.slug.data or "") == line.typed for line in lines):
        return redirect(url_for("inquiry.inquiry_new"), 303)
    return _page(form, lines, done=done)


def _page(
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


def _line_page(
    product: InquirableProduct,
    form: LineForm,
    *,
    is_listed: bool = False,
    reasons: Sequence[str] = (),
    status: int = 200,
) -> Response:
    html = render_template("inquiry/line_new.html", product=product, form=form, is_listed=is_listed, reasons=reasons)
    return make_response(html, status)


def _inquirable(slug: str) -> InquirableProduct:
    product = find_inquirable([slug]).get(slug) if is_slug(slug) else None
    return product or abort(404)


def _remembered(name: str) -> str | None:
    token = session.get(name)
    return token if isinstance(token, str) else None


def _keep_list(token: str) -> None:
    """The list lives as long as its row, not as long as the browser's window."""
    session[_LIST_COOKIE] = token
    session.permanent = True


def _status_token(key: str) -> str:
    return derived_token(_settings().secret_key, _STATUS_LINK, key)


def _delivery(token: str) -> Delivery:
    settings = _settings()
    return Delivery(
        status_url=f"{settings.public_url}{url_for('inquiry.inquiry_show', token=token)}",
        office_name=settings.office.name,
        office_email=settings.office.email,
        sender_domain=settings.mail_from.rpartition("@")[2] or "griya.local",
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
