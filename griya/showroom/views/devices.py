"""A panel before and after it is a screen: its pairing, a kiosk's way to its pages, and what a screen reports.

The secret of a pairing is a cookie of the panel: first of `/layar/pasang`, then of its own address. It stands in no
address, no page and no log, and the database knows its digest alone.
"""

from datetime import timedelta
from typing import Final

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from griya.accounts import limits
from griya.accounts.limits import TooManyAttempts, Trying, network_of
from griya.core import clock
from griya.core.http import takes_files
from griya.core.qr import draw
from griya.showroom.actions.pairing import open_pairing
from griya.showroom.actions.reports import NotPaired, take_report
from griya.showroom.forms import PanelForm
from griya.showroom.models import Device
from griya.showroom.queries.devices import find_paired, find_waiting
from griya.showroom.rules.pairing import CODE_LIFE, shown_code
from griya.showroom.rules.reports import LONGEST_REPORT, Unreadable, read_report
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import public
from griya.showroom.views.screens import revision_of
from griya.showroom.views.sizes import KIOSK_COOKIE

SECRET_COOKIE: Final = "griya-layar"  # noqa: S105 - the name of the value, not the value
WAIT_COOKIE: Final = "griya-pasang"
KNOWN_COOKIE: Final = "griya-layar-ini"
# As long as browsers keep any cookie; a screen that reports gets it anew about once a day.
COOKIE_LIFE: Final = timedelta(days=400)
RENEW_EVERY: Final = 4096
_PAIRING: Final = "/layar/pasang"
_LONGEST_SECRET: Final = 100


@blueprint.get("/layar/pasang")
def pairing_new() -> str | AnyResponse:
    """Say how a panel becomes a screen; one that is a screen goes there, unless it shall be another (`?ulang`)."""
    known = request.cookies.get(KNOWN_COOKIE, "")
    if "ulang" not in request.args and known and find_paired(known, clock.now()):
        return redirect(url_for("showroom.screen_show", code=known), 303)
    return render_template("showroom/pairing_new.html", form=PanelForm(formdata=None), reasons=())


@blueprint.post("/layar/pasang")
def pairing_create() -> str | AnyResponse:
    """Let the panel wait under a new code."""
    form = PanelForm()
    try:
        limits.take(Trying.PANEL, "", network_of(request.remote_addr), clock.now())
    except TooManyAttempts as error:
        reasons = (f"Terlalu banyak kode diminta dari sini. Tunggu {error.retry_after} detik, lalu tekan lagi.",)
        wait = make_response(render_template("showroom/pairing_new.html", form=form, reasons=reasons), 429)
        wait.headers["Retry-After"] = str(error.retry_after)
        return wait
    if not form.validate():
        body = render_template("showroom/pairing_new.html", form=form, reasons=tuple(form.csrf_token.errors))
        return make_response(body, 422)
    _, secret = open_pairing(
        width_px=form.width.data, height_px=form.height.data, ratio_percent=form.ratio.data, at=clock.now()
    )
    response = redirect(url_for("showroom.pairing_show"), 303)
    _keep(response, WAIT_COOKIE, secret, _PAIRING, CODE_LIFE)
    return response


@blueprint.get("/layar/pasang/kode")
def pairing_show() -> str | AnyResponse:
    """Show the code, and lead the panel to its own address once somebody typed it."""
    now = clock.now()
    secret = request.cookies.get(WAIT_COOKIE, "")[:_LONGEST_SECRET]
    waiting = find_waiting(secret, now) if secret else None
    if waiting is None:
        return redirect(url_for("showroom.pairing_new", ulang=1), 303)
    if waiting.screen_code is None:
        desk = public(url_for("desk.showroom.pairing_new", kode=waiting.code))
        return render_template(
            "showroom/pairing_show.html",
            code=shown_code(waiting.code),
            qr=draw(desk),
            address=public(url_for("desk.showroom.pairing_new")).partition("://")[2],
            minutes=max(1, -int(-(waiting.expires_at - now).total_seconds() // 60)),
        )
    page = "showroom.device_show" if waiting.kind == Device.KIOSK else "showroom.screen_show"
    response = redirect(url_for(page, code=waiting.screen_code), 303)
    _keep(response, SECRET_COOKIE, secret, _own_path(waiting.screen_code), COOKIE_LIFE)
    _keep(response, KNOWN_COOKIE, waiting.screen_code, _PAIRING, COOKIE_LIFE)
    return response


@blueprint.get("/layar/<code>/kios")
def device_show(code: str) -> AnyResponse:
    """Take a kiosk to its pages, with its code, its sizes and its idle time kept for them: none of it is secret."""
    paired = find_paired(code, clock.now())
    if paired is None or paired.kind != Device.KIOSK:
        abort(404)
    response = redirect(url_for("showroom.kiosk_show"), 303)
    told = f"{paired.code}.{paired.profile.surface.spec}.{paired.idle_seconds}"
    _keep(response, KIOSK_COOKIE, told, "/kios/", COOKIE_LIFE, is_read_by_scripts=True)
    return response


@blueprint.post("/layar/<code>/lapor")
@takes_files(LONGEST_REPORT)
def report_create(code: str) -> Response:
    """Take what a screen reports. Only a script of ours can send it: no form makes JSON, and its cookie is strict."""
    if request.mimetype != "application/json":
        return _brief(415)
    now = clock.now()
    secret = request.cookies.get(SECRET_COOKIE, "")[:_LONGEST_SECRET]
    try:
        report = read_report(request.get_data(), clock.today())
        take_report(code=code, secret=secret, report=report, at=now, expected=lambda: revision_of(code, now))
    except Unreadable:
        return _brief(400)
    except NotPaired:
        return _brief(401)
    response = _brief(204)
    if report.seq % RENEW_EVERY <= 1:
        _keep(response, SECRET_COOKIE, secret, _own_path(code), COOKIE_LIFE)
    return response


def _own_path(code: str) -> str:
    return url_for("showroom.screen_show", code=code)


def _keep(
    response: AnyResponse, name: str, value: str, path: str, life: timedelta, *, is_read_by_scripts: bool = False
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=life,
        path=path,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=not is_read_by_scripts,
        samesite="Strict",
    )


def _brief(status: int) -> Response:
    response = Response(status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
