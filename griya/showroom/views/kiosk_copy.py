"""The kiosk's copy of itself: the worker that keeps it, the list of what it has to keep, and the page for the rest."""

from typing import Any

from flask import Response, current_app, jsonify, make_response, render_template, url_for

from griya.core import clock
from griya.core.assets import SHEET, asset_url
from griya.core.http import public_page
from griya.showroom.modes import MODES, address_in
from griya.showroom.queries.kiosk import find_stock
from griya.showroom.views import blueprint

# Beside what the pages name themselves: what sheets and scripts ask for in their turn.
ASSETS = (
    "fonts/plus-jakarta-sans.woff2",
    "js/air.js",
)
MOTIFS = (
    "aksesori-manik-manik", "anyaman", "herbal-kosmetik", "keramik-gerabah", "logam-lainnya", "madu-kopi-rempah",
    "makanan", "minuman", "tenun-busana", "ukiran-kayu",
)  # fmt: skip


@blueprint.get("/kios/sw.js")
@public_page
def kiosk_worker_show() -> Response:
    """The worker below the pages it serves, because a browser takes it for no others; what it does is a static file."""
    return Response(f'import "{asset_url("js/kiosk-worker.js")}";\n', mimetype="text/javascript")


@blueprint.get("/kios/isi.json")
@public_page
def kiosk_stock_show() -> Response:
    """Every page and file of one revision, in every mode; pictures are named by the pages themselves."""
    stock = find_stock(clock.now(), shell=current_app.config["STATIC_VERSION"])
    plain = [
        url_for("showroom.kiosk_show"),
        url_for("showroom.kiosk_show", rak=""),
        url_for("showroom.kiosk_attract_show"),
        url_for("showroom.kiosk_away_show"),
        url_for("showroom.kiosk_search_show"),
        url_for("showroom.kiosk_search_show", q=""),
        url_for("showroom.kiosk_search_show", q="", cari=""),
        url_for("showroom.kiosk_list_show"),
    ]
    plain += [url_for("showroom.kiosk_product_show", slug=slug) for slug in stock.slugs]
    for facet, slug, pages in stock.lists:
        which: dict[str, Any] = {facet.value: slug}
        plain.append(url_for("showroom.kiosk_show", **which))
        plain += [url_for("showroom.kiosk_show", **which, halaman=number) for number in range(2, pages + 1)]
    files = [asset_url(SHEET), *map(asset_url, ASSETS), *(asset_url(f"img/motif/{name}.svg") for name in MOTIFS)]
    return jsonify(
        rev=stock.revision,
        pages=[address_in(mode, path) for mode in MODES for path in plain],
        files=[*files, url_for("showroom.kiosk_size_show")],
    )


@blueprint.get("/kios/tak-tersimpan")
@public_page
def kiosk_away_show() -> Response:
    """What stands in the place of a page that is not kept, while no server answers."""
    return make_response(render_template("showroom/kiosk_away_show.html"))
