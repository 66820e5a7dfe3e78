"""The screens' player, and one slide per load for screens without scripts."""

from flask import Response, current_app, make_response, render_template, request

from griya.core import clock, preview
from griya.core.http import public_page
from griya.showroom.queries.screens import find_screen
from griya.showroom.rules.programme import seconds_until
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import product_address, public

SCREEN_SLOT = "layar"


@blueprint.get("/layar/")
@public_page
def screen_show() -> Response:
    """All slides for a script that turns them; with `?n=`, the one that is due now and the time of the next."""
    at = preview.moment()
    screen = find_screen(
        SCREEN_SLOT,
        at,
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
