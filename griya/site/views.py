"""The front door: home, and whether the site is alive and ready."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.regions import list_regencies
from griya.core.clock import now
from griya.core.http import public_page
from griya.selection.queries import current_selection
from griya.site.queries import is_ready
from griya.stats.queries import count_catalogue, find_statement

HOME_SLOT = "home"
STATEMENT = "statement_2019"

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
@public_page
def home_show() -> ResponseReturnValue:
    """This month's selection first, then the ways into the catalogue."""
    return render_template(
        "site/home_show.html",
        selection=current_selection(HOME_SLOT, now()),
        shelves=list_shelves(),
        regencies=list_regencies(),
        counts=count_catalogue(),
        statement=find_statement(STATEMENT),
    )


@blueprint.get("/sehat")
def health_show() -> ResponseReturnValue:
    """The process answers. It asks nothing of the database, so a restart is never caused by a slow disk."""
    return _plain("sehat\n", 200)


@blueprint.get("/siap")
def readiness_show() -> ResponseReturnValue:
    """The database answers and has the schema of this program: visitors may be sent here."""
    return _plain("siap\n", 200) if is_ready() else _plain("belum siap\n", 503)


def _plain(text: str, status: int) -> Response:
    response = Response(text, status=status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
