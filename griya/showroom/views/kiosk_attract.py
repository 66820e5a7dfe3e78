"""What the kiosk shows while nobody stands in front of it: the list of its slot, slide by slide."""

from flask import render_template

from griya.core import clock, preview
from griya.core.http import public_page
from griya.showroom.queries.kiosk import KIOSK_SLOT
from griya.showroom.queries.programme import find_programme
from griya.showroom.rules.programme import seconds_until
from griya.showroom.views import blueprint


@blueprint.get("/kios/putar")
@public_page
def kiosk_attract_show() -> str:
    """All slides for a script that turns them; without scripts the page comes again when the next one is due."""
    at = preview.moment()
    programme = find_programme(KIOSK_SLOT, at, draft_id=preview.draft_id())
    told = programme.showing(at)
    return render_template(
        "showroom/kiosk_attract_show.html",
        # A slide that two products share on the screens is shared here, and each half leads to its own.
        slides=[(key, [programme.cards[code] for code in piece.codes]) for key, piece in programme.pieces.items()],
        due=told.key if told.key in programme.pieces else "",
        plan=programme.as_json({title: title for title in programme.titles}),
        refresh=seconds_until(at, told.until),
        shift=int((at - clock.now()).total_seconds() * 1000) if preview.current() else 0,
    )
