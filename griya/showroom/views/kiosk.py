"""The touch kiosk: home, the lists a finger opens, products; no link leaves it."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from griya.catalog.models import Availability
from griya.catalog.queries.lists import page_of_everything, page_of_facet
from griya.catalog.queries.products import find_moved_slug, find_product
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.facets import Facet
from griya.catalog.rules.questions import LABELS
from griya.core import clock, preview
from griya.core.http import public_page
from griya.core.paging import page_number
from griya.core.qr import qr_code
from griya.core.words import N_, Bilingual
from griya.selection.queries import current_selection
from griya.showroom.queries.kiosk import KIOSK_SLOT, list_chips
from griya.showroom.rules.kiosk import EVERYTHING, LISTED, TILES_PER_PAGE
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import product_address, public, typed

EVERYTHING_NAME = Bilingual("Semua produk", "All products")


@blueprint.get("/kios/")
@public_page
def kiosk_show() -> str | Response:
    """The kiosk's home, its shelves (`?rak=`), or the products of one shelf, place or material, or of all."""
    asked = next(((facet, request.args[facet.value]) for facet in LISTED if facet.value in request.args), None)
    if asked is None:
        return render_template(
            "showroom/kiosk_show.html",
            view="home",
            heading=N_("Apa yang ingin Anda lihat?"),
            chips=list_chips(Facet.SHELF),
            selection=current_selection(KIOSK_SLOT, preview.moment(), draft_id=preview.draft_id()),
        )
    facet, wanted = asked
    if not wanted and facet is Facet.SHELF:
        return render_template(
            "showroom/kiosk_show.html", view="shelves", heading=N_("Pilih rak"), chips=list_chips(Facet.SHELF)
        )
    return _list(facet, wanted)


def _list(facet: Facet, wanted: str) -> str | Response:
    chips = list_chips(facet)
    names = {chip.slug: chip.name for chip in chips}
    if facet is Facet.SHELF:
        names[EVERYTHING] = EVERYTHING_NAME
    if wanted not in names:
        body = render_template(
            "showroom/kiosk_show.html",
            view="missing",
            heading=N_("Daftar ini tidak ditemukan"),
            chips=list_chips(Facet.SHELF),
        )
        return make_response(body, 404)
    number = page_number(request.args.get("halaman"))
    if facet is Facet.SHELF and wanted == EVERYTHING:
        page = page_of_everything(number, size=TILES_PER_PAGE)
        address = url_for("catalog.product_index")
    else:
        page = page_of_facet(facet, wanted, number, size=TILES_PER_PAGE)
        which: dict[str, Any] = {facet.value: wanted}
        address = url_for("catalog.product_index", **which)
    return render_template(
        "showroom/kiosk_show.html",
        view="list",
        facet=facet.value,
        heading=names[wanted],
        chips=chips,
        wanted=wanted,
        page=page,
        carried=qr_code(public(address)),
        address=typed(public(address)),
    )


@blueprint.get("/kios/produk/<slug>")
@public_page
def kiosk_product_show(slug: str) -> str | AnyResponse:
    """One product with the code that takes it to the visitor's own phone; no link leaves the kiosk."""
    product = find_product(slug, today=clock.today())
    if product is None:
        moved = find_moved_slug(slug)
        if moved:
            return redirect(url_for("showroom.kiosk_product_show", slug=moved), 301)
        return make_response(render_template("showroom/kiosk_product_show.html", product=None), 404)
    return render_template(
        "showroom/kiosk_product_show.html",
        product=product,
        shelf=product.shelf or product.category,
        availability=AVAILABILITY_LABELS[Availability(product.availability)],
        question_labels=LABELS,
        qr=qr_code(product_address(product.slug)),
        address=typed(product_address(product.slug)),
        shops=[(link, qr_code(link.url), typed(link.url)) for link in product.links],
    )
