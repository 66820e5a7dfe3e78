"""The front door: home, and whether the site is alive and ready."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.regions import list_regencies
from griya.catalog.queries.tile_map import tile_map
from griya.core import language, preview
from griya.core.http import public_page
from griya.core.outbox import waiting_since
from griya.core.speculation import product_list
from griya.inquiry import notices
from griya.selection.queries import current_selection
from griya.site.queries import is_ready, list_maker_stories
from griya.site.rules import ACCESSIBILITY_STATED_ON, PRIVACY_STATED_ON, retention_sentence
from griya.site.sharing import share_about, share_home
from griya.stats.queries import count_catalogue, find_statement

HOME_SLOT = "home"
STATEMENT = "statement_2019"

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
@public_page
@product_list
def home_show() -> ResponseReturnValue:
    """This month's selection first, then the ways into the catalogue."""
    selection = current_selection(HOME_SLOT, preview.moment(), draft_id=preview.draft_id())
    return render_template(
        "site/home_show.html",
        selection=selection,
        shelves=list_shelves(),
        chart=tile_map(list_regencies()),
        stories=list_maker_stories(item.card for item in selection.items),
        counts=count_catalogue(),
        statement=find_statement(STATEMENT),
        share=share_home(current_app.config["SETTINGS"].office),
    )


@blueprint.get("/tentang")
@public_page
def about_show() -> ResponseReturnValue:
    """What Griya is and is not, who runs it, how a product gets in, and where its figures come from."""
    return render_template(
        "site/about_show.html",
        shelves=list_shelves(),
        counts=count_catalogue(),
        statement=find_statement(STATEMENT),
        share=share_about(current_app.config["SETTINGS"].office),
    )


@blueprint.get("/privasi")
@public_page
def privacy_show() -> ResponseReturnValue:
    """What becomes of a visitor's data: the notice of the inquiry form in full, and the rights that go with it."""
    notice = notices.for_language(language.current())
    return render_template(
        "site/privacy_show.html",
        notice=notice,
        retention=retention_sentence(notice.sentences),
        stated_on=PRIVACY_STATED_ON,
    )


@blueprint.get("/aksesibilitas")
@public_page
def accessibility_show() -> ResponseReturnValue:
    """The level aimed at, what is met, what is not met yet, and whom to tell."""
    return render_template("site/accessibility_show.html", stated_on=ACCESSIBILITY_STATED_ON)


@blueprint.get("/sehat")
def health_show() -> ResponseReturnValue:
    """The process answers. It asks nothing of the database, so a restart is never caused by a slow disk."""
    return _plain("sehat\n", 200)


@blueprint.get("/siap")
def readiness_show() -> ResponseReturnValue:
    """The database answers and has the schema of this program: visitors may be sent here."""
    if not is_ready():
        return _plain("belum siap\n", 503)
    # Late letters are no reason to send visitors elsewhere, but whoever watches this address hears of them.
    late = waiting_since() is not None
    return _plain("siap\nsurat: tertahan lebih dari 15 menit\n" if late else "siap\n", 200)


def _plain(text: str, status: int) -> Response:
    response = Response(text, status=status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
