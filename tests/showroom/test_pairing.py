"""A panel becomes a screen: by a code that is typed within ten minutes, once, and a secret that nobody reads."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.core.errors import Refused
from griya.selection.actions import load_slots
from griya.showroom.actions import add_screen
from griya.showroom.actions.pairing import open_pairing, use_pairing
from griya.showroom.models import Device, Pairing, Screen
from griya.showroom.rules.pairing import ALPHABET, digest, free_code, new_code, shown_code, typed_code
from griya.showroom.rules.profile import KIOSK, SCREEN
from griya.showroom.views.devices import SECRET_COOKIE, WAIT_COOKIE
from tests.factories.accounts import make_account, sign_in
from tests.factories.showroom import make_screen, send_report
from tests.page import PageClient

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)
SIZES = {"width": "3840", "height": "2160", "ratio": "200"}


def test_a_code_has_six_signs_that_nobody_confuses() -> None:
    assert len(ALPHABET) == 30 and not set(ALPHABET) & set("0O1ILU")
    codes = {new_code() for _ in range(500)}
    assert len(codes) > 490 and all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert typed_code(" k7m-3qx ") == "K7M3QX" and shown_code("K7M3QX") == "K7M 3QX"
    assert free_code("pasang", set()) == "pasang-layar" and free_code("lobi", {"lobi", "lobi-2"}) == "lobi-3"
    assert free_code("", set()) == "layar-layar"


def cookie(client: FlaskClient, name: str, path: str) -> str | None:
    found = client.get_cookie(name, path=path)
    return found.value if found else None


def wait(page: PageClient, **sizes: str) -> str:
    """A panel asks for a code; the code."""
    page.submit("/layar/pasang?ulang=1", sizes)
    shown = page.get("/layar/pasang/kode").select(".pairing__code")[0].to_text()
    return re.sub(r"\s", "", shown)


def test_a_panel_becomes_a_screen_and_nothing_tells_its_secret(
    app: Flask, client: FlaskClient, context: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    load_slots()
    curator = make_account()
    context.commit()
    panel, desk = PageClient(client), PageClient(app.test_client())
    code = wait(panel, **SIZES)
    secret = cookie(panel.client, WAIT_COOKIE, "/layar/pasang")
    assert secret and context.scalars(select(Pairing.secret_digest)).one() == digest(secret)
    sign_in(desk, curator)
    assert desk.get(f"/meja/layar/pasang?kode={code}").field("code") == code
    made = desk.submit("/meja/layar/pasang", {"code": code.lower(), "screen": "", "name": "Lobi", "kind": "layar",
                                              "group": "", "place": ""})  # fmt: skip
    assert made.response.headers["Location"] == "/meja/layar/perangkat/lobi?terpasang=1"
    seen = [desk.get("/meja/layar/perangkat/lobi?terpasang=1").html, desk.get("/meja/layar").html]

    led = panel.get("/layar/pasang/kode", expect=303)
    assert led.response.headers["Location"] == "/layar/lobi/"
    kept = [one for one in led.response.headers.getlist("Set-Cookie") if one.startswith(f"{SECRET_COOKIE}=")]
    assert len(kept) == 1 and "HttpOnly" in kept[0] and "SameSite=Strict" in kept[0] and "Path=/layar/lobi/" in kept[0]
    assert cookie(panel.client, SECRET_COOKIE, "/layar/lobi/") == secret
    seen.append(panel.get("/layar/lobi/").html)
    assert send_report(panel.client, "lobi", None).status_code == 204
    assert panel.get("/layar/pasang", expect=303).response.headers["Location"] == "/layar/lobi/"

    context.expire_all()
    screen = context.scalars(select(Screen)).one()
    assert screen.secret_digest == digest(secret) and (screen.width_px, screen.ratio_percent) == (3840, 200)
    told = capfd.readouterr()
    assert "/layar/<code>/lapor" in told.err, "the log is read"
    for place in (*seen, told.err, told.out, str(led.response.headers["Location"])):
        assert secret not in unescape(place) and code not in told.err


def test_a_code_is_good_for_ten_minutes_and_once(context: Session) -> None:
    load_slots()
    screens = [add_screen(name=name, kind=Device.SCREEN, at=NOON) for name in ("Satu", "Dua")]
    pairing, _ = open_pairing(at=NOON)
    with pytest.raises(Refused, match="lewat 10 menit"):
        use_pairing(code=pairing.code, screen=screens[0], at=NOON + timedelta(minutes=10))
    use_pairing(code=pairing.code, screen=screens[0], at=NOON + timedelta(minutes=9, seconds=59))
    with pytest.raises(Refused, match="sudah dipakai"):
        use_pairing(code=pairing.code, screen=screens[1], at=NOON + timedelta(minutes=9, seconds=59))


@pytest.mark.parametrize("code", ["", "K7M3Q", "K7M3QXX", "'; --", "ＡＢＣ２３４"])
def test_a_code_that_is_none_is_refused_and_makes_no_screen(page: PageClient, context: Session, code: str) -> None:
    load_slots()
    curator = make_account()
    context.commit()
    sign_in(page, curator)
    told = page.submit(
        "/meja/layar/pasang",
        {"code": code, "screen": "", "name": "Lobi", "kind": "layar", "group": "", "place": ""},
        expect=422,
    )
    assert told.field("name") == "Lobi" and "Pilih salah satu yang tersedia" not in told.text
    assert context.scalars(select(Screen)).all() == []


def test_codes_are_tried_five_times_a_minute_from_one_network(page: PageClient, context: Session) -> None:
    curator = make_account()
    context.commit()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(page, curator)
        wrong = {"code": "222222", "screen": "", "name": "Lobi", "kind": "layar", "group": "", "place": ""}
        for _ in range(5):
            assert "tidak dikenal" in page.submit("/meja/layar/pasang", wrong, expect=422).text
        told = page.submit("/meja/layar/pasang", wrong, expect=429)
        assert "Terlalu banyak kode dicoba" in told.text and told.field("code") == "222222"
        clock.shift(61)
        page.submit("/meja/layar/pasang", wrong, expect=422)


def test_a_panel_asks_for_five_codes_a_minute_and_is_told_to_wait(page: PageClient, context: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            page.submit("/layar/pasang", {})
        told = page.submit("/layar/pasang", {}, expect=429)
        assert told.response.headers["Retry-After"] and not told.select("griya-panel[data-begins]")
        clock.shift(61)
        page.submit("/layar/pasang", {})


def test_a_code_that_is_over_leads_to_a_new_one(page: PageClient, context: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = wait(page)
        clock.shift(601)
        assert page.get("/layar/pasang/kode", expect=303).response.headers["Location"] == "/layar/pasang?ulang=1"
        assert wait(page) != first
    page.client.delete_cookie(WAIT_COOKIE, path="/layar/pasang")
    page.get("/layar/pasang/kode", expect=303)


def test_what_a_browser_says_of_its_panel_is_a_hint(context: Session) -> None:
    load_slots()
    screen = add_screen(name="Lobi", kind=Device.SCREEN)
    assert (screen.width_px, screen.height_px) == (SCREEN.width_px, SCREEN.height_px)
    assert add_screen(name="Pintu", kind=Device.KIOSK).height_px == KIOSK.height_px
    pairing, _ = open_pairing(width_px=10, height_px=99_999, ratio_percent=100)
    assert pairing.width_px is None
    use_pairing(code=pairing.code, screen=screen)
    assert screen.width_px == SCREEN.width_px
    other, _ = open_pairing(width_px=1080, height_px=1920, ratio_percent=100)
    use_pairing(code=other.code, screen=screen)
    assert screen.width_px == SCREEN.width_px, "what somebody said of a screen stays when its panel is changed"


def test_another_panel_takes_the_place_of_the_old_one(client: FlaskClient, context: Session) -> None:
    screen, old = make_screen()
    pairing, new = open_pairing()
    use_pairing(code=pairing.code, screen=screen)
    context.commit()
    assert send_report(client, screen.code, old).status_code == 401
    assert send_report(client, screen.code, new).status_code == 204


def test_a_kiosk_takes_its_code_its_sizes_and_its_idle_time_to_its_pages(client: FlaskClient, context: Session) -> None:
    kiosk, _ = make_screen("Pintu", kind=Device.KIOSK)
    wall, _ = make_screen("Lobi")
    context.commit()
    led = client.get(f"/layar/{kiosk.code}/kios")
    assert led.headers["Location"] == "/kios/" and "HttpOnly" not in led.headers["Set-Cookie"]
    kept = client.get_cookie("griya-kios", path="/kios/")
    assert kept and kept.value == "pintu.215-1080x1920-60.60"
    assert client.get(f"/layar/{wall.code}/kios").status_code == 404
    assert client.get("/layar/tidak-ada/").status_code == client.get("/layar/tidak-ada/kios").status_code == 404
