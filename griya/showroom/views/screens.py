"""The screens' player, its list, its worker, and one slide per load for screens without scripts."""

from pathlib import Path

from flask import Response, current_app, request, url_for

from griya.core import preview
from griya.core.http import public_page
from griya.showroom.views import blueprint
from griya.showroom.views.playing import Wall, listing, page, still_page

SCREEN_SLOT = "layar"
WORKER = "js/kept-worker.js"


@blueprint.get("/layar/")
@public_page
def screen_show() -> Response:
    """The player of a screen of which nobody said anything; with `?n=`, the slide that is due and when to ask again."""
    return still_page(_wall()) if "n" in request.args else page(_wall())


@blueprint.get("/layar/daftar.json")
@public_page
def list_show() -> Response:
    """What it plays."""
    return listing(_wall())


@blueprint.get("/layar/sw.js")
def worker_show() -> Response:
    """The script that answers the player's questions from what the player has kept.

    It stands below the player's address, which is as far as it may reach: the public site never has one.
    """
    return worker()


def worker() -> Response:
    """The same file for whatever address a scope begins at."""
    script = (Path(current_app.config["STATIC_ROOT"]) / WORKER).read_text(encoding="utf-8")
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _wall() -> Wall:
    return Wall(
        slot_code=SCREEN_SLOT,
        address=url_for("showroom.screen_show"),
        list_address=url_for("showroom.list_show"),
        # A preview keeps nothing.
        worker_address="" if preview.current() else url_for("showroom.worker_show"),
    )
