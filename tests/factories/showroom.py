"""Builders for screens: a paired one with its secret, and what it reports."""

import json
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from griya.core import clock
from griya.selection.actions import load_slots
from griya.showroom.actions import add_screen
from griya.showroom.actions.pairing import open_pairing, use_pairing
from griya.showroom.models import Device, Screen
from griya.showroom.rules.profile import Profile
from griya.showroom.views.devices import SECRET_COOKIE

BOOT = "0a1b2c3d"


def make_screen(
    name: str = "Lobi",
    *,
    kind: Device = Device.SCREEN,
    at: datetime | None = None,
    profile: Profile | None = None,
) -> tuple[Screen, str]:
    """A paired screen and its secret."""
    load_slots()
    now = at or clock.now()
    screen = add_screen(name=name, kind=kind, profile=profile, at=now)
    pairing, secret = open_pairing(at=now)
    use_pairing(code=pairing.code, screen=screen, at=now)
    return screen, secret


def a_report(seq: Any = 1, **told: Any) -> dict[str, Any]:
    """What a screen reports, with what is told in its place."""
    return {
        "boot": BOOT, "seq": seq, "rev": "0123456789ab", "slide": "", "n": seq, "error": "", "shown": {}, **told
    }  # fmt: skip


def send_report(
    client: FlaskClient, code: str, secret: str | None, report: dict[str, Any] | bytes | None = None, **options: Any
) -> TestResponse:
    """Report as the screen of this code, with this secret in its cookie."""
    path = f"/layar/{code}/"
    if secret is not None:
        client.set_cookie(SECRET_COOKIE, secret, path=path)
    body = report if isinstance(report, bytes) else json.dumps(report or a_report()).encode()
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
    return client.post(
        f"{path}lapor", data=body, content_type=options.pop("content_type", "application/json"), headers=headers
    )
