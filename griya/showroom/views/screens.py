"""The screens' player, its list, its worker, and one slide per load for screens without scripts.

Without a code they are those of a screen that was never paired; with one, of a screen by its group, its opening hours
and its size. Nothing here reads a cookie: what a screen shows is public.
"""

from datetime import datetime
from pathlib import Path

from flask import Response, abort, current_app, request, url_for

from griya.core import preview
from griya.core.http import public_page
from griya.showroom.models import Device
from griya.showroom.queries.devices import PairedScreen, find_paired, find_standing
from griya.showroom.rules.layout import look_of
from griya.showroom.rules.standing import ALWAYS_OPEN
from griya.showroom.views import blueprint
from griya.showroom.views.playing import Wall, listing, page, revision, still_page

SCREEN_SLOT = "layar"
WORKER = "js/kept-worker.js"


@blueprint.get("/layar/")
@blueprint.get("/layar/<code>/")
@public_page
def screen_show(code: str | None = None) -> Response:
    """The player; with `?n=`, the slide that is due and when to ask again."""
    wall = _wall(code)
    return still_page(wall) if "n" in request.args else page(wall)


@blueprint.get("/layar/daftar.json")
@blueprint.get("/layar/<code>/daftar.json")
@public_page
def list_show(code: str | None = None) -> Response:
    """What it plays."""
    return listing(_wall(code))


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


def _wall(code: str | None) -> Wall:
    """The address that plays: a screen by its code, or the one of which nobody said anything."""
    at = preview.moment()
    paired = find_paired(code, at) if code else None
    if code and paired is None:
        abort(404)
    # A preview keeps nothing.
    worker_address = "" if preview.current() else url_for("showroom.worker_show")
    if paired:
        return _paired_wall(paired, worker_address)
    return Wall(
        slot_code=SCREEN_SLOT,
        address=url_for("showroom.screen_show"),
        list_address=url_for("showroom.list_show"),
        worker_address=worker_address,
        standing=ALWAYS_OPEN if preview.current() else find_standing(at),
    )


def revision_of(code: str, at: datetime) -> str:
    """The revision of the list that a paired screen should have; empty for a kiosk, which has pages instead."""
    paired = find_paired(code, at)
    if paired is None or paired.kind == Device.KIOSK:
        return ""
    return revision(_paired_wall(paired, url_for("showroom.worker_show")), at)


def _paired_wall(paired: PairedScreen, worker_address: str) -> Wall:
    surface = paired.profile.surface
    return Wall(
        slot_code=paired.slot_code,
        address=url_for("showroom.screen_show", code=paired.code),
        list_address=url_for("showroom.list_show", code=paired.code),
        worker_address=worker_address,
        report_address=url_for("showroom.report_create", code=paired.code),
        size_address=url_for("showroom.size_show", spec=surface.spec),
        look=look_of(surface, ratio_percent=paired.profile.ratio_percent),
        rotation=paired.profile.rotation,
        is_quiet=paired.is_still,
        standing=paired.standing,
    )
