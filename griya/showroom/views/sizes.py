"""The sizes of a screen as a style sheet of its own: the policy allows no style inside a page.

`/ukuran/<spec>.css` is the same for everybody and for ever. The kiosk's pages are the same for everybody too, so all
of them ask for `/kios/ukuran.css`, which alone looks at what the kiosk that asks has kept of its pairing.
"""

from typing import Final

from flask import Response, request

from griya.core.assets import YEAR_SECONDS
from griya.showroom.rules.profile import KIOSK, Surface, read_spec, style_sheet
from griya.showroom.views import blueprint

# Kept by a kiosk for its own pages, readable by their scripts and no secret: `<code>.<spec>.<idle seconds>`.
KIOSK_COOKIE: Final = "griya-kios"


@blueprint.get("/ukuran/<spec>.css")
def size_show(spec: str) -> Response:
    """The sheet of one surface, named by its own address (`griya/showroom/rules/profile.py`)."""
    surface = read_spec(spec)
    if surface is None:
        response = Response("Ukuran ini tidak dikenal.\n", status=404, mimetype="text/plain")
        response.headers["Cache-Control"] = "no-store"
        return response
    response = _sheet(surface)
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    response.set_etag(spec)
    response.make_conditional(request)
    return response


@blueprint.get("/kios/ukuran.css")
def kiosk_size_show() -> Response:
    """The sheet of the kiosk that asks; of one that was never paired, that of a 21.5-inch panel."""
    _, _, rest = request.cookies.get(KIOSK_COOKIE, "").partition(".")
    response = _sheet(read_spec(rest.partition(".")[0]) or KIOSK.surface)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _sheet(surface: Surface) -> Response:
    return Response(style_sheet(surface), mimetype="text/css")
