"""The visitor's list: put a product on it, change or take off a line, carry it to a phone, forget it."""

from collections.abc import Sequence

from flask import Response, abort, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from griya.catalog.queries.facts import find_facts
from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.catalog.rules.filters import is_slug
from griya.core.errors import Refused
from griya.core.http import takes_files
from griya.core.words import N_
from griya.inquiry.actions.lists import put_free_lines, put_line, remove_line
from griya.inquiry.forms import FreeLineForm, InquiryForm, LineForm, posted_free_lines, posted_lines
from griya.inquiry.queries.answering import first_answers
from griya.inquiry.queries.lists import list_free_lines, list_lines
from griya.inquiry.rules.files import MAX_BODY_BYTES
from griya.inquiry.views import LIST_COOKIE, SENT_COOKIE, blueprint, keep_list, remembered
from griya.inquiry.views.arrivals import take_files
from griya.inquiry.views.sending import Row, known_facts, list_page


@blueprint.get("/permintaan/tambah/<slug>")
def line_new(slug: str) -> Response:
    """Ask how much of this product; with what was said before when it is on the list already."""
    product = _inquirable(slug)
    listed = next((line for line in list_lines(remembered(LIST_COOKIE)) if line.slug == slug), None)
    quantity = listed.quantity if listed else product.moq or 1
    form = LineForm(
        slug=slug,
        quantity=str(quantity),
        note=listed.note if listed else "",
        questions=list(listed.questions) if listed else [],
    )
    return _line_page(product, form, is_listed=listed is not None)


@blueprint.post("/permintaan/tambah/<slug>")
def line_create(slug: str) -> BaseResponse:
    """Put the product on the list."""
    product, form = _inquirable(slug), LineForm()
    if not form.validate():
        return _line_page(product, form, status=422)
    wanted = form.wanted
    try:
        token = put_line(
            token=remembered(LIST_COOKIE),
            slug=slug,
            quantity=wanted.quantity,
            note=wanted.note,
            questions=wanted.questions,
        )
    except Refused as refusal:
        return _line_page(product, form, reasons=refusal.reasons, status=422)
    keep_list(token)
    return redirect(url_for("inquiry.inquiry_new"), 303)


@blueprint.post("/permintaan/daftar/<slug>")
@takes_files(MAX_BODY_BYTES)
def line_update(slug: str) -> BaseResponse:
    """Keep a changed quantity, note or question on the list."""
    form, lines, free = InquiryForm(), posted_lines(request.form), posted_free_lines(request.form)
    line = next((line for line in lines if line.slug.data == slug), None) or abort(404)
    if not line.validate():
        return list_page(form, lines, free, files=take_files(form), status=422)
    wanted = line.wanted
    try:
        token = put_line(
            token=remembered(LIST_COOKIE),
            slug=slug,
            quantity=wanted.quantity,
            note=wanted.note,
            questions=wanted.questions,
        )
    except Refused as refusal:
        return list_page(form, lines, free, files=take_files(form), reasons=refusal.reasons, status=422)
    keep_list(token)
    return _page_again(form, lines, free, N_("Jumlah, catatan, dan pertanyaan disimpan di daftar."))


@blueprint.get("/permintaan/daftar/<slug>")
@blueprint.get("/permintaan/daftar/<slug>/hapus")
def list_show(slug: str) -> BaseResponse:
    """Lead to the list whoever opens the address of an answer again: to reload it, or in the other language."""
    del slug
    return redirect(url_for("inquiry.inquiry_new"))


@blueprint.post("/permintaan/daftar/<slug>/hapus")
@takes_files(MAX_BODY_BYTES)
def line_delete(slug: str) -> BaseResponse:
    """Take a product off the list."""
    remove_line(token=remembered(LIST_COOKIE), slug=slug)
    lines = [line for line in posted_lines(request.form) if line.slug.data != slug]
    return _page_again(InquiryForm(), lines, posted_free_lines(request.form), N_("Produk dihapus dari daftar."))


@blueprint.post("/permintaan/lain")
@takes_files(MAX_BODY_BYTES)
def free_line_update() -> BaseResponse:
    """Keep on the list what was not found; a row without words is taken off it."""
    form, lines, free = InquiryForm(), posted_lines(request.form), posted_free_lines(request.form)
    if any(not line.validate() for line in free):
        return list_page(form, lines, free, files=take_files(form), status=422)
    try:
        token = put_free_lines(token=remembered(LIST_COOKIE), wanted=[line.wanted for line in free])
    except Refused as refusal:
        return list_page(form, lines, free, files=take_files(form), reasons=refusal.reasons, status=422)
    if token:
        keep_list(token)
    return _page_again(form, lines, free, N_("Yang dicari disimpan di daftar."))


@blueprint.get("/permintaan/lain")
def free_line_show() -> BaseResponse:
    """Lead to the list, in the same way."""
    return redirect(url_for("inquiry.inquiry_new"))


@blueprint.post("/permintaan/lupakan")
def list_delete() -> BaseResponse:
    """Forget here what this browser remembers, in one tap. The list itself stays for whoever carried it along."""
    session.pop(LIST_COOKIE, None)
    session.pop(SENT_COOKIE, None)
    return redirect(url_for("inquiry.inquiry_new"), 303)


@blueprint.get("/permintaan/bawa/<token>")
def handoff_show(token: str) -> Response:
    """Show a list that was carried here by its code. Nothing is taken over before somebody says so."""
    lines, free = [line for line in list_lines(token) if line.product], list_free_lines(token)
    own = remembered(LIST_COOKIE)
    has_own = own not in {None, token} and bool(list_lines(own) or list_free_lines(own))
    html = render_template("inquiry/handoff_show.html", lines=lines, free=free, token=token, has_own=has_own)
    response = make_response(html, 200 if lines or free else 404)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.post("/permintaan/bawa/<token>")
def handoff_create(token: str) -> BaseResponse:
    """Go on with a list that was carried here."""
    if not (list_lines(token) or list_free_lines(token)):
        abort(404)
    keep_list(token)
    return redirect(url_for("inquiry.inquiry_new"), 303)


def _page_again(form: InquiryForm, lines: Sequence[LineForm], free: Sequence[FreeLineForm], done: str) -> BaseResponse:
    """Back to the list. Where something is typed and not kept yet, the page is the answer, so that no word is lost."""
    token = remembered(LIST_COOKIE)
    kept = {line.slug: (str(line.quantity), line.note, line.questions) for line in list_lines(token)}
    kept_free = {(line.label, str(line.quantity), line.unit) for line in list_free_lines(token)}
    if (
        form.is_untouched
        and all(kept.get(line.slug.data or "") == line.typed for line in lines)
        and all(line.typed in kept_free for line in free)
    ):
        return redirect(url_for("inquiry.inquiry_new"), 303)
    return list_page(form, lines, free, files=take_files(form), done=done)


def _line_page(
    product: InquirableProduct,
    form: LineForm,
    *,
    is_listed: bool = False,
    reasons: Sequence[str] = (),
    status: int = 200,
) -> Response:
    row = Row(form, product, known_facts(find_facts([product.product_id])[product.product_id]))
    answers = first_answers(product.producer_id)
    html = render_template(
        "inquiry/line_new.html",
        product=product,
        form=form,
        row=row,
        is_listed=is_listed,
        reasons=reasons,
        answers=answers if answers and answers.may_be_told else None,
    )
    return make_response(html, status)


def _inquirable(slug: str) -> InquirableProduct:
    product = find_inquirable([slug]).get(slug) if is_slug(slug) else None
    return product or abort(404)
