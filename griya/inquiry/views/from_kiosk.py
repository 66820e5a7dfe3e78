"""A list that a code on the kiosk has brought to a phone: the address names its products, nothing was kept."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable, find_slugs
from griya.core.errors import Refused
from griya.inquiry.actions.lists import put_line
from griya.inquiry.queries.lists import list_lines
from griya.inquiry.rules import read_codes
from griya.inquiry.views import LIST_COOKIE, blueprint, keep_list, remembered


@blueprint.get("/permintaan/dari-kios")
def carried_show() -> Response:
    """Show what the code holds. Nothing is put on the list before somebody says so."""
    return _page(_products())


@blueprint.post("/permintaan/dari-kios")
def carried_create() -> BaseResponse:
    """Put on this phone's list what is not on it yet, each as many as the maker sells at the least."""
    products = _products()
    token = remembered(LIST_COOKIE)
    known = {line.slug for line in list_lines(token)}
    try:
        for product in products:
            if product.slug not in known:
                token = put_line(token=token, slug=product.slug, quantity=product.moq or 1)
    except Refused as refusal:
        return _page(products, reasons=refusal.reasons, status=422)
    if token:
        keep_list(token)
    return redirect(url_for("inquiry.inquiry_new"), 303)


def _products() -> list[InquirableProduct]:
    slugs = find_slugs(read_codes(request.values.get("isi", "")))
    return list(find_inquirable(list(slugs.values())).values())


def _page(products: list[InquirableProduct], *, reasons: tuple[str, ...] = (), status: int = 200) -> Response:
    html = render_template(
        "inquiry/carried_show.html", products=products, isi=request.values.get("isi", ""), reasons=reasons
    )
    return make_response(html, status if products else 404)
