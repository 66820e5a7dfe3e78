"""The touch kiosk: home, shelves, products; no link leaves it."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from griya.catalog.models import Availability
from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.lists import page_of_everything, page_of_facet
from griya.catalog.queries.products import find_moved_slug, find_product
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.facets import Facet
from griya.core import clock, preview
from griya.core.http import public_page
from griya.core.paging import page_number
from griya.core.qr import qr_code
from griya.selection.queries import current_selection
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import product_address, public

KIOSK_SLOT = "kios"
EVERYTHING = "semua"
TILES_PER_PAGE = 12


@blueprint.get("/kios/")
@public_page
def kiosk_show() -> str | Response:
    """The kiosk's home, its shelves (`?rak=`), or the products of one shelf or of all."""
    wanted = request.args.get("rak")
    shelves = [shelf for shelf in list_shelves() if shelf.count]
    if wanted is None:
        return render_template(
            "showroom/kiosk_show.html",
            view="home",
            heading="Apa yang ingin Anda lihat?",
            shelves=shelves,
            selection=current_selection(KIOSK_SLOT, preview.moment(), draft_id=preview.draft_id()),
        )
    if not wanted:
        return render_template("showroom/kiosk_show.html", view="shelves", heading="Pilih rak", shelves=shelves)
    names = {shelf.slug: shelf.name for shelf in shelves} | {EVERYTHING: "Semua produk"}
    if wanted not in names:
        body = render_template(
            "showroom/kiosk_show.html", view="missing", heading="Rak ini tidak ditemukan", shelves=shelves
        )
        return make_response(body, 404)
    number = page_number(request.args.get("halaman"))
    if wanted == EVERYTHING:
        page = page_of_everything(number, size=TILES_PER_PAGE)
        address = url_for("catalog.product_index")
    else:
        page = page_of_facet(Facet.SHELF, wanted, number, size=TILES_PER_PAGE)
        address = url_for("catalog.product_index", rak=wanted)
    return render_template(
        "showroom/kiosk_show.html",
        view="shelf",
        heading=names[wanted],
        shelves=shelves,
        rak=wanted,
        page=page,
        carried=qr_code(public(address)),
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
        availability=AVAILABILITY_LABELS[Availability(product.availability)],
        qr=qr_code(product_address(product.slug)),
        shops=[(link, qr_code(link.url)) for link in product.links],
    )
