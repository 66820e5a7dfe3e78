"""The screens' player, and one slide per load for screens without scripts."""

from datetime import datetime

from flask import Response, abort, current_app, make_response, render_template, request

from griya.core import clock, preview
from griya.core.http import public_page
from griya.showroom.models import Device
from griya.showroom.queries.devices import find_paired, find_standing
from griya.showroom.queries.screens import find_screen
from griya.showroom.rules.programme import seconds_until
from griya.showroom.rules.standing import ALWAYS_OPEN
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import product_address, public

SCREEN_SLOT = "layar"


@blueprint.get("/layar/")
@blueprint.get("/layar/<code>/")
@public_page
def screen_show(code: str | None = None) -> Response:
    """All slides for a script that turns them; with `?n=`, the one that is due now and the time of the next.

    With a code, what this screen shows: the list of its group, under its opening hours and its emergency messages.
    """
    at = preview.moment()
    paired = find_paired(code, at) if code else None
    if code and paired is None:
        abort(404)
    standing = paired.standing if paired else ALWAYS_OPEN if preview.current() else find_standing(at)
    screen = find_screen(
        paired.slot_code if paired else SCREEN_SLOT,
        at,
        standing=standing,
        home=public("/"),
        product_address=product_address,
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
            paired=paired,
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


def revision_of(code: str, at: datetime) -> str:
    """The revision of the list that a paired screen should have; empty for a kiosk, which has pages instead."""
    paired = find_paired(code, at)
    if paired is None or paired.kind == Device.KIOSK:
        return ""
    screen = find_screen(
        paired.slot_code, at, standing=paired.standing, home=public("/"), product_address=product_address
    )
    return screen.revision
