"""The screens' player, one slide per load for screens without scripts, and the touch kiosk."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
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
from griya.showroom.queries.screens import find_screen
from griya.showroom.rules.programme import seconds_until

SCREEN_SLOT = "layar"
KIOSK_SLOT = "kios"
EVERYTHING = "semua"
TILES_PER_PAGE = 12

blueprint = Blueprint("showroom", __name__)


@blueprint.get("/layar/")
@public_page
def screen_show() -> Response:
    """All slides for a script that turns them; with `?n=`, the one that is due now and the time of the next."""
    at = preview.moment()
    screen = find_screen(
        SCREEN_SLOT,
        at,
        home=_public("/"),
        product_address=_product_address,
        draft_id=preview.draft_id(),
    )
    told = screen.showing(at)
    slides, refresh = screen.slides, None
    if "n" in request.args:
        slides = tuple(slide for slide in slides if slide.key == told.key)
        refresh = seconds_until(at, told.until)
    response = make_response(
        render_template(
            "showroom/screen_show.html",
            screen=screen,
            slides=slides,
            told=told,
            title=screen.title(at),
            refresh=refresh,
            # A preview plays another moment than the one on the wall clock.
            shift=int((at - clock.now()).total_seconds() * 1000) if preview.current() else 0,
        )
    )
    # The page also says which slide is due as it is drawn; a player that has the list reckons that by itself.
    drawn = f"{screen.revision}-{current_app.config['STATIC_VERSION']}{f'-{told.key}' if refresh else ''}"
    response.set_etag(drawn, weak=True)
    return response


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
        carried=qr_code(_public(address)),
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
        qr=qr_code(_product_address(product.slug)),
        shops=[(link, qr_code(link.url)) for link in product.links],
    )


def _public(path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _product_address(slug: str) -> str:
    return _public(url_for("catalog.product_show", slug=slug))
