"""What a screen reports: read strictly, counted once, believed from its own panel alone, and told truly."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from griya.catalog.models import Product
from griya.core.clock import today
from griya.showroom.actions import retire_screen
from griya.showroom.models import Device, Screen, ScreenDay, ScreenReport
from griya.showroom.queries.board import list_board
from griya.showroom.rules.reports import Heard, Life, Unreadable, codes_of, life_of, read_report
from griya.showroom.rules.telling import advice, maker_sentence, shown_words
from tests.factories.catalog import make_product
from tests.factories.showroom import BOOT, a_report, make_screen, send_report

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)
TODAY = date(2026, 11, 26)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def rows(session: Session) -> list[tuple[str, str, int, int]]:
    session.expire_all()
    found = session.scalars(select(ScreenDay).order_by(ScreenDay.product_code, ScreenDay.screen_code))
    return [(row.screen_code, row.product_code, row.times, row.ms) for row in found]


def last(session: Session) -> ScreenReport:
    session.expire_all()
    return session.scalars(select(ScreenReport)).one()


def test_a_report_is_read_as_it_is_meant() -> None:
    told = read_report(json.dumps(a_report(3, shown={"B-1": [2, 30_000], "B-1+B-2": [1, 15_000]})).encode(), TODAY)
    assert (told.boot, told.seq, told.revision, told.count) == (BOOT, 3, "0123456789ab", 3)
    assert told.shown == {"B-1": (3, 45_000), "B-2": (1, 15_000)} and told.on is None
    assert codes_of("B-1~") == ("B-1",) and codes_of("") == ()
    assert read_report(json.dumps(a_report(on="2026-11-20")).encode(), TODAY).on == date(2026, 11, 20)


@pytest.mark.parametrize(
    "told",
    [
        [], "a", None, {}, {"boot": BOOT}, a_report(more=1), a_report(boot="0A1B2C3D"), a_report(boot="1"),
        a_report(seq=-1), a_report(seq=True), a_report(seq=1.0), a_report(seq="1"), a_report(seq=2**31), a_report(n=-1),
        a_report(rev="x" * 12), a_report(rev=""), a_report(slide="a b"), a_report(slide="<b>"), a_report(slide=None),
        a_report(error="x" * 21), a_report(error="A b"), a_report(shown=[]), a_report(shown={"B-1": [1]}),
        a_report(shown={"B-1": [0, 1]}), a_report(shown={"B-1": [1, -1]}), a_report(shown={"B-1": [1.5, 1]}),
        a_report(shown={"<x>": [1, 1]}), a_report(shown={f"B-{n}": [1, 1] for n in range(61)}),
        a_report(on="2026-11-28"), a_report(on="2026-10-01"), a_report(on="kemarin"), a_report(on="2026-13-01"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(told: Any) -> None:
    with pytest.raises(Unreadable):
        read_report(json.dumps(told).encode(), TODAY)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 2000, b'{"boot": NaN}', b" " * 2049])
def test_bytes_that_are_no_report_are_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_report(body, TODAY)


def test_a_report_is_counted_once_whatever_is_sent_again(app: Flask, client: FlaskClient, context: Session) -> None:
    product = make_product("Songket")
    screen, secret = make_screen()
    context.commit()
    code, key = screen.code, product.code
    first = a_report(1, shown={key: [2, 30_000]})
    assert send_report(client, code, secret, first).status_code == 204
    assert send_report(client, code, secret, first).status_code == 204
    assert rows(context) == [(code, key, 2, 30_000)]
    send_report(client, code, secret, a_report(2, shown={key: [1, 15_000], "TIDAK-ADA": [9, 9]}))
    send_report(client, code, secret, a_report(1, shown={key: [5, 5]}))
    assert rows(context) == [(code, key, 3, 45_000)]
    # The panel starts again, and one of its old reports arrives late.
    send_report(client, code, secret, a_report(1, boot="ffffffff", shown={key: [1, 1_000]}))
    send_report(client, code, secret, a_report(9, shown={key: [7, 7]}))
    assert rows(context) == [(code, key, 4, 46_000)]
    send_report(
        client, code, secret, a_report(2, boot="ffffffff", shown={key: [1, 1_000]}, on=str(today() - timedelta(days=2)))
    )
    assert len(rows(context)) == 2, "what it kept while the server was away belongs to its own day"


def test_counts_stay_when_the_screen_and_the_product_are_gone(client: FlaskClient, context: Session) -> None:
    product = make_product("Songket")
    screen, secret = make_screen()
    context.commit()
    send_report(client, screen.code, secret, a_report(shown={product.code: [1, 15_000]}))
    context.expire_all()
    context.execute(delete(Product).where(Product.id == product.id))
    context.execute(delete(Screen).where(Screen.id == screen.id))
    context.commit()
    row = context.scalars(select(ScreenDay)).one()
    assert (row.screen_name, row.product_name, row.times) == ("Lobi", "Songket", 1)


@pytest.mark.parametrize("secret", [None, "", "salah", "x" * 500])
def test_who_has_not_the_secret_is_not_heard(client: FlaskClient, context: Session, secret: str | None) -> None:
    screen, _ = make_screen()
    context.commit()
    answer = send_report(client, screen.code, secret)
    assert answer.status_code == 401 and answer.headers["Cache-Control"] == "no-store"
    assert context.scalars(select(ScreenReport)).all() == []


def test_a_secret_is_good_for_its_own_screen_alone_and_ends_with_it(client: FlaskClient, context: Session) -> None:
    (one, secret), (other, _) = make_screen("Lobi"), make_screen("Lorong")
    context.commit()
    assert send_report(client, other.code, secret).status_code == 401
    assert send_report(client, "tidak-ada", secret).status_code == 401
    assert send_report(client, one.code, secret).status_code == 204
    retire_screen(screen=one, reason="Dijual.")
    context.commit()
    assert send_report(client, one.code, secret, a_report(2)).status_code == 401


def test_nothing_but_a_script_of_ours_can_report(client: FlaskClient, context: Session) -> None:
    screen, secret = make_screen()
    context.commit()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert send_report(client, screen.code, secret, content_type=kind).status_code == 415
    foreign = {"Origin": "https://lain.example", "Sec-Fetch-Site": "cross-site"}
    assert send_report(client, screen.code, secret, headers=foreign).status_code == 403
    assert send_report(client, screen.code, secret, b"{}").status_code == 400
    assert send_report(client, screen.code, secret, b" " * 3000).status_code == 413
    kept = send_report(client, screen.code, secret).headers["Set-Cookie"]
    assert f"Path=/layar/{screen.code}/" in kept and "HttpOnly" in kept and "SameSite=Strict" in kept
    assert "Set-Cookie" not in send_report(client, screen.code, secret, a_report(7)).headers


def test_only_the_report_goes_without_a_forms_token(app: Flask) -> None:
    assert app.extensions["csrf"]._exempt_views == {"griya.showroom.views.devices.report_create"}


def test_a_quiet_screen_is_written_down_once_in_50_seconds(client: FlaskClient, context: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        screen, secret = make_screen()
        context.commit()
        send_report(client, screen.code, secret, a_report(1))
        clock.shift(15)
        send_report(client, screen.code, secret, a_report(2))
        assert last(context).seq == 1
        send_report(client, screen.code, secret, a_report(3, error="media"))
        assert last(context).error == "media", "what is new is written at once"
        clock.shift(51)
        send_report(client, screen.code, secret, a_report(4, error="media"))
        assert (last(context).seq, last(context).moved_at) == (4, NOON + 66 * SECOND)


def heard(at: datetime = NOON, **told: Any) -> Heard:
    return Heard(**{"at": at, "moved_at": at, "behind_since": None, "error": "", **told})


@pytest.mark.parametrize(
    ("said", "after", "life"),
    [
        (heard(), 2 * MINUTE, Life.ONLINE),
        (heard(), 2 * MINUTE + SECOND, Life.LATE),
        (heard(), 15 * MINUTE, Life.LATE),
        (heard(), 15 * MINUTE + SECOND, Life.DEAD),
        (None, MINUTE, Life.SILENT),
        (heard(error="media"), MINUTE, Life.FAULTY),
        (heard(behind_since=NOON - MINUTE), MINUTE, Life.ONLINE),
        (heard(behind_since=NOON - MINUTE), 2 * MINUTE, Life.BEHIND),
        # Three slides of 20 s and a minute for what is on its way.
        (heard(moved_at=NOON - MINUTE), MINUTE, Life.ONLINE),
        (heard(moved_at=NOON - MINUTE), MINUTE + SECOND, Life.STILL),
    ],
)
def test_a_screen_is_told_as_it_is(said: Heard | None, after: timedelta, life: Life) -> None:
    told = life_of(said, is_paired=True, at=NOON + after, slide_seconds=20, turning_since=NOON - timedelta(hours=1))
    assert told is life
    assert bool(advice(told, age=after, error="media", is_place_open=True)) == (life is not Life.ONLINE)


def test_a_screen_is_not_still_where_nothing_turns() -> None:
    said = heard(moved_at=NOON - timedelta(hours=9))
    for since in (None, NOON - MINUTE):
        assert life_of(said, is_paired=True, at=NOON, slide_seconds=20, turning_since=since) is Life.ONLINE
    assert life_of(said, is_paired=False, at=NOON, slide_seconds=20, turning_since=None) is Life.UNPAIRED


def test_a_page_whose_timer_has_stopped_is_still_though_it_goes_on_reporting(
    client: FlaskClient, context: Session
) -> None:
    products = [make_product(name) for name in ("Songket", "Bidai")]
    del products
    with time_machine.travel(NOON, tick=False) as clock:
        screen, secret = make_screen()
        context.commit()
        code, lives = screen.code, []
        for seq in range(1, 25):
            send_report(client, code, secret, a_report(seq, n=min(seq, 4)))
            clock.shift(15)
            context.expire_all()
            lives.append(list_board(NOON + seq * 15 * SECOND)[0].life)
        # Its list is another than the one it says it has, which is a milder fault than standing still.
        assert set(lives[:4]) <= {Life.ONLINE, Life.BEHIND} and lives[-1] is Life.STILL


def test_a_kiosk_is_not_judged_by_slides(client: FlaskClient, context: Session) -> None:
    for name in ("Songket", "Bidai"):
        make_product(name)
    with time_machine.travel(NOON, tick=False) as clock:
        screen, secret = make_screen("Pintu", kind=Device.KIOSK)
        context.commit()
        send_report(client, screen.code, secret, a_report(1))
        clock.shift(600)
        send_report(client, screen.code, secret, a_report(2, n=1))
        context.expire_all()
        assert list_board(NOON + 10 * MINUTE)[0].life is Life.ONLINE


def test_what_a_maker_is_told() -> None:
    assert (
        maker_sentence(214, 35 * 60_000 + 12_000, "minggu ini") == "Produk Anda tayang 214 kali, 35 menit, minggu ini."
    )
    assert maker_sentence(0, 0, "minggu ini") == "Produk Anda belum tayang di layar ruang pamer minggu ini."
    assert shown_words(1, 15_000) == "1 kali, 15 detik"
    assert shown_words(12_345, 3 * 3_600_000) == "12.345 kali, 3 jam"
