"""What every address that plays a list has in common: the player's page, and the list in one file.

The page holds nothing that changes by the day, so that a screen can keep it and begin without a server. The list holds
everything else: what is on and when, the slides as they are drawn, and each photo's address, length and digest.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from flask import Response, current_app, make_response, render_template, url_for
from markupsafe import Markup

from griya.core import clock, preview
from griya.core.assets import asset_url, needed_by
from griya.core.qr import qr_code
from griya.showroom.queries.screens import STILL_TITLE, Screen, Slide, find_screen, typed
from griya.showroom.rules.air import Kind
from griya.showroom.rules.layout import ANY_SCREEN, Look
from griya.showroom.rules.notices import fit_notice
from griya.showroom.rules.programme import ms_of, seconds_until
from griya.showroom.rules.standing import ALWAYS_OPEN, Message, Standing
from griya.showroom.views.addresses import product_address, public

VERSION: Final = 1
# At night a place shows nothing, or when it opens.
SHOWS_HOURS: Final = "jam"
# Sent with every answer, also where it has no body: what the screens set their clocks by.
CLOCK_HEADER: Final = "Server-Ms"
SCRIPTS: Final = ("js/screen.js", "js/screen-pause.js", "js/screen-watchdog.js")
SHEETS: Final = (
    "css/griya.css",
    *(f"css/screens/{name}.css" for name in ("screen", "slide", "slide-pair", "slide-upright")),
)
PICTURES: Final = ("fonts/plus-jakarta-sans.woff2", "img/mark.svg")
_KEPT_LISTS: Final = 64
_KEPT: Final = "griya.showroom"


@dataclass(frozen=True, slots=True)
class Wall:
    """One address that plays: whose list, how large things are, where its parts are asked for.

    `size_address` is the style sheet of its sizes, `report_address` where a paired screen says what it shows; both are
    empty for a screen of which nobody said anything. `standing` is what comes before its list.
    """

    slot_code: str
    address: str
    list_address: str
    worker_address: str = ""
    report_address: str = ""
    size_address: str = ""
    look: Look = ANY_SCREEN
    rotation: int = 0
    is_quiet: bool = False
    standing: Standing = ALWAYS_OPEN


def page(wall: Wall) -> Response:
    """The player's page. It is the same until the program or the screen's profile changes."""
    shell, html = _shell(wall)
    response = make_response(html)
    response.set_etag(shell, weak=True)
    return response


def still_page(wall: Wall) -> Response:
    """The one slide that is due now, and when to ask for the next: for a screen without scripts."""
    at = preview.moment()
    screen = _screen(wall, at)
    told = screen.showing(at)
    html = _page(
        wall,
        refresh=seconds_until(at, told.until),
        title=screen.title(at),
        drawn=Markup(_drawn(screen, wall, told.kind, told.key)),  # noqa: S704 - a template drew it
    )
    return make_response(html)


def listing(wall: Wall) -> Response:
    """The list in one file; where it has not changed since the screen's last question, only the time."""
    at = preview.moment()
    shell, _ = _shell(wall)
    revision, body = _document(wall, _screen(wall, at), shell)
    response = make_response(body)
    response.mimetype = "application/json"
    # Nothing of it is a page: the short policy keeps the answer without a body under half a kilobyte.
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers[CLOCK_HEADER] = str(ms_of(at if preview.current() else clock.now()))
    response.set_etag(revision, weak=True)
    return response


def revision(wall: Wall, at: datetime) -> str:
    """The name of the list that this address has at the moment."""
    return _document(wall, _screen(wall, at), _shell(wall)[0])[0]


def _screen(wall: Wall, at: datetime) -> Screen:
    return find_screen(
        wall.slot_code,
        at,
        product_address=product_address,
        look=wall.look,
        draft_id=preview.draft_id(),
        standing=wall.standing,
    )


def _document(wall: Wall, screen: Screen, shell: str) -> tuple[str, bytes]:
    """The list and its revision, drawn once for as long as nothing of it changes."""
    plan = screen.programme.as_json(screen.titles)
    key = hashlib.sha256(repr((wall, shell, plan, screen.slides)).encode()).hexdigest()
    kept, lock = current_app.extensions.setdefault(_KEPT, (OrderedDict(), Lock()))
    with lock:
        if key in kept:
            kept.move_to_end(key)
            found: tuple[str, bytes] = kept[key]
            return found
    slides = {key: _slide(slide) for key, slide in screen.slides.items()}
    others = {"": _still(wall.standing.hours_words), "night": _night(wall)}
    others |= {one.key: _notice(wall, one) for one in wall.standing.messages}
    slides |= {name: {"html": html, "media": [], "products": []} for name, html in others.items()}
    told = {"v": VERSION, **plan, "shell": {"id": shell, "files": _files(wall)}, "slides": slides}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    revision = hashlib.sha256(text.encode()).hexdigest()[:12]
    body = f'{{"rev":"{revision}",{text[1:]}'.encode()
    with lock:
        kept[key] = revision, body
        while len(kept) > _KEPT_LISTS:
            kept.popitem(last=False)
    return revision, body


def _slide(slide: Slide) -> dict[str, Any]:
    return {
        "html": render_template("showroom/_slide.html", slide=slide, is_still=False),
        "media": [
            {
                "address": url_for("media.file_show", name=subject.file.file_name),
                "sha": subject.file.digest,
                "len": subject.file.size_bytes,
                "w": subject.file.width,
                "h": subject.file.height,
                "alt": str(subject.photo.alt) if subject.photo else "",
            }
            for subject in slide.subjects
            if subject.file
        ],
        "products": [subject.code for subject in slide.subjects],
    }


def _drawn(screen: Screen, wall: Wall, kind: Kind, key: str) -> str:
    """What is on at the moment, for a screen that draws nothing itself."""
    match kind:
        case Kind.SLIDE:
            return render_template("showroom/_slide.html", slide=screen.slides[key], is_still=True)
        case Kind.TAKEOVER:
            return _notice(wall, next(one for one in wall.standing.messages if one.key == key))
        case Kind.NIGHT:
            return _night(wall)
        case Kind.STILL:
            return _still(wall.standing.hours_words)


def _notice(wall: Wall, message: Message) -> str:
    return render_template("showroom/_emergency.html", notice=fit_notice(message, wall.look))


def _still(hours: Sequence[str]) -> str:
    home = public("/")
    return render_template("showroom/_still.html", hours=hours, home_qr=qr_code(home), home_address=typed(home))


def _night(wall: Wall) -> str:
    hours = wall.standing.hours_words if wall.standing.night == SHOWS_HOURS else ()
    return render_template("showroom/_night.html", hours=hours)


def _shell(wall: Wall) -> tuple[str, str]:
    """The player's page and the name of its version, in which every file it needs has a part."""
    kept = current_app.extensions.setdefault(f"{_KEPT}.shells", {})
    key = wall.address, wall.size_address, wall.report_address, wall.is_quiet, wall.rotation
    if key not in kept or preview.current() or current_app.debug:
        drawn = Markup(_still(()))  # noqa: S704 - a template drew it
        bare = _page(wall, refresh=None, title=STILL_TITLE, drawn=drawn, shell="")
        shell = hashlib.sha256((current_app.config["STATIC_VERSION"] + bare).encode()).hexdigest()[:12]
        made = shell, _page(wall, refresh=None, title=STILL_TITLE, drawn=drawn, shell=shell)
        if preview.current():
            return made
        kept[key] = made
    found: tuple[str, str] = kept[key]
    return found


def _page(wall: Wall, **values: Any) -> str:
    return render_template(
        "showroom/screen_show.html", wall=wall, is_tested=current_app.testing, **({"shell": ""} | values)
    )


def _files(wall: Wall) -> list[str]:
    """Everything that the player's page asks for, so that it can begin without a server."""
    files = [asset_url(name) for name in needed_by((*SHEETS, *SCRIPTS, *PICTURES))]
    return [*files, wall.size_address] if wall.size_address else files
