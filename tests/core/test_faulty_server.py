"""Each way in which a mail server can fail, on a real socket: what becomes of the letter, and of those behind it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import (
    ALARM_AFTER,
    BACK_OFF,
    Letter,
    OutboxMessage,
    SmtpTransport,
    enqueue,
    health,
    send_due,
    waiting_since,
)
from griya.core.outbox.delivery import CLOSED_WAIT, _spread
from tests.mail_server import MailServer, mail_server

FIRST = "a@contoh.test"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as mail:
        yield mail


def put(count: int = 2) -> None:
    for number in range(count):
        address = FIRST if not number else f"b{number}@contoh.test"
        enqueue(Letter(f"uji:{number}", "uji", 1, address, "Uji", "Halo.\n"))
    db.session.commit()


def deliver(server: MailServer, *, timeout: float = 0.4, whole: float = 5) -> tuple[int, int]:
    transport = SmtpTransport(server.url, timeout=timeout, whole=whole)
    return send_due(transport, sender="griya@contoh.test", sender_name="Griya")


def first(session: Session) -> OutboxMessage:
    session.expire_all()
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()  # type: ignore[return-value]


def after(wait: timedelta) -> Any:
    return time_machine.travel(now() + wait * 1.25 + timedelta(seconds=1), tick=False)


# How many letters of two were tried before the worker left the server alone for this run.
@pytest.mark.parametrize(
    ("mode", "tried"),
    [
        ("sender-451", 2),
        ("recipient-450", 2),
        ("relay-denied", 2),
        ("data-354-refused", 2),
        ("content-451", 2),
        ("content-spam", 2),
        ("greylist", 2),
        ("hang-rcpt", 1),
        ("hang-data", 1),
        ("hang-after", 1),
        ("drop-mail", 1),
        ("drop-data", 1),
        ("drop-middle", 1),
        ("close-after", 1),
    ],
)
def test_a_refusal_for_now_is_tried_again_later_as_the_same_message(
    context: Session, server: MailServer, mode: str, tried: int
) -> None:
    put()
    server.mode, begun = mode, now()
    assert deliver(server) == (0, tried)
    message = first(context)
    assert (message.refusals, message.sent_at, message.given_up_at, message.bounced_at) == (1, None, None, None)
    assert message.last_error
    assert BACK_OFF[0] <= message.next_try_at - begun <= BACK_OFF[0] * 1.25 + timedelta(seconds=20)
    server.mode = "greylist" if mode == "greylist" else "ok"
    with after(BACK_OFF[0]):
        assert deliver(server) == (2, 0)
    arrived = [one for one in server.taken if one.recipient == FIRST]
    assert {str(one.message["Message-ID"]) for one in arrived} == {message.message_id}
    # Only where the server had taken it before it went away does the recipient get a copy.
    assert len(arrived) == (2 if mode in {"hang-after", "close-after"} else 1)
    assert health().waiting == 0


@pytest.mark.parametrize("mode", ["refuses", "hang-banner", "banner-554", "drop-ehlo", "hang-ehlo", "sender-530"])
def test_a_closed_way_out_is_nobodys_fault_and_soon_tried_again(
    context: Session, server: MailServer, mode: str
) -> None:
    put()
    if mode == "refuses":
        with mail_server() as gone:
            pass
        assert deliver(gone) == (0, 1)
    else:
        server.mode = mode
        assert deliver(server) == (0, 1)
    message = first(context)
    assert (message.tries, message.refusals, message.given_up_at) == (1, 0, None)
    server.mode = "ok"
    with after(CLOSED_WAIT):
        assert deliver(server) == (2, 0)
    assert len(server.taken) == 2


def test_a_server_that_is_away_for_a_week_loses_nothing(context: Session, server: MailServer) -> None:
    put(1)
    server.mode = "banner-554"
    moment = now()
    for _ in range(9):
        moment += timedelta(hours=20)
        with time_machine.travel(moment, tick=False):
            assert deliver(server) == (0, 1)
    server.mode = "ok"
    with time_machine.travel(moment + timedelta(minutes=1), tick=False):
        assert deliver(server) == (1, 0)


@pytest.mark.parametrize("mode", ["recipient-550", "content-552"])
def test_what_is_refused_for_good_has_come_back_and_stops_nobody(
    context: Session, server: MailServer, mode: str
) -> None:
    put(1)
    server.mode = mode
    assert deliver(server) == (0, 1)
    message = first(context)
    assert message.bounced_at and not message.sent_at and not message.given_up_at
    assert (health().bounced, health().waiting, health().given_up) == (1, 0, 0)
    server.mode = "ok"
    with after(timedelta(days=2)):
        assert deliver(server) == (0, 0), "nobody asks again by itself"
    enqueue(Letter("uji:neu", "uji", 1, "c@contoh.test", "Uji", "Halo.\n"))
    db.session.commit()
    assert deliver(server) == (1, 0)


def test_a_server_that_drips_is_cut_off_before_the_lease_ends(context: Session, server: MailServer) -> None:
    put(1)
    server.mode = "drip"
    # Each byte comes in time, so that only the clock over the whole conversation can end it.
    assert deliver(server, timeout=5, whole=0.3) == (0, 1)
    assert first(context).refusals == 0


def test_the_waits_are_spread_so_that_what_failed_together_comes_back_apart() -> None:
    wait = timedelta(minutes=5)
    waits = {_spread(wait) for _ in range(200)}
    assert len(waits) > 50
    assert wait <= min(waits) and max(waits) <= wait * 1.25


def test_the_alarm_rings_when_the_oldest_has_waited_a_quarter_of_an_hour(context: Session, server: MailServer) -> None:
    put(1)
    begun = first(context).created_at
    for late, rings in ((ALARM_AFTER, False), (ALARM_AFTER + timedelta(seconds=1), True)):
        assert (waiting_since(begun + late) == begun) is rings
    assert deliver(server) == (1, 0)
    assert waiting_since(begun + timedelta(days=1)) is None
