"""The board: every screen in one line, with what is wrong and what to do, and the emergency message in one press."""

from dataclasses import dataclass

from flask import current_app, render_template

from griya.core import clock
from griya.showroom.desk import blueprint
from griya.showroom.desk.emergencies import emergency_form
from griya.showroom.queries.board import BoardScreen, list_board
from griya.showroom.queries.emergencies import list_live
from griya.showroom.rules.reports import Life
from griya.showroom.rules.standing import READY_MESSAGES
from griya.showroom.rules.telling import advice


@dataclass(frozen=True, slots=True)
class Line:
    """A screen and the one line about it; empty where nothing is wrong."""

    screen: BoardScreen
    advice: str


def line_of(screen: BoardScreen) -> Line:
    """The line about a screen as it is now."""
    age = clock.now() - screen.heard_at if screen.heard_at else None
    return Line(screen, advice(screen.life, age=age, error=screen.error, is_place_open=screen.is_place_open))


@blueprint.get("")
def screen_index() -> str:
    """Show how every screen is."""
    now = clock.now()
    lines = [line_of(one) for one in list_board(now)]
    hearing = [one.screen for one in lines if one.screen.life not in {Life.UNPAIRED, Life.SILENT, Life.DEAD}]
    return render_template(
        "desk/showroom/screen_index.html",
        lines=lines,
        up_to_date=sum(not one.is_behind for one in hearing),
        hearing=len(hearing),
        emergencies=list_live(now),
        form=emergency_form(),
        ready=READY_MESSAGES,
        now=now,
        pairing_address=f"{current_app.config['PUBLIC_URL']}/layar/pasang".partition("://")[2],
    )
