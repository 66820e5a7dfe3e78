"""The outbox against real mail servers: healthy, refusing, down, silent, and gone after taking the message."""

# ruff: noqa: N802 – aiosmtpd looks its hooks up by these names.
import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as DatabaseSession

from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import (
    BACK_OFF,
    LEASE,
    FolderTransport,
    Letter,
    OutboxMessage,
    SmtpTransport,
    Transport,
    delivery,
    enqueue,
    health,
    send_due,
)
from griya.core.outbox.delivery import End, Outcome
from tests.factories.state import set_state

LETTER = Letter("inquiry:GI-1", "inquiry-maker", 1, "a@contoh.test", "Permintaan GI-1", "Halo.\n", "sari@contoh.test")


def deliver(transport: Transport) -> tuple[int, int]:
    return send_due(transport, sender="griya@contoh.test", sender_name="Griya IKM")


@dataclass
class Postman:
    """A mail server's behaviour: `mode` says how it answers, `taken` what it took."""

    mode: str = "ok"
    taken: list[tuple[list[str], Message]] = field(default_factory=list)
    deliver: Callable[[], tuple[int, int]] = lambda: (0, 0)

    async def handle_DATA(self, server: smtp.SMTP, _session: smtp.Session, envelope: smtp.Envelope) -> str:
        """Answer the end of a message."""
        if self.mode == "451":
            return "451 4.3.0 coba lagi"
        if self.mode == "hang":
            await asyncio.sleep(3)
            return "451 4.3.0 terlambat"
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.taken.append((list(envelope.rcpt_tos), email.message_from_bytes(content)))
        if self.mode == "cut":
            assert server.transport is not None
            server.transport.close()
        return "250 OK"

    async def handle_RCPT(
        self, _server: smtp.SMTP, _session: smtp.Session, envelope: smtp.Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer a recipient."""
        if self.mode == "550":
            return "550 5.1.1 tidak dikenal"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def postman() -> Iterator[Postman]:
    man = Postman()
    controller = Controller(man, hostname="127.0.0.1", port=free_port())
    controller.start()
    transport = SmtpTransport(f"smtp://127.0.0.1:{controller.port}", timeout=0.5)
    man.deliver = lambda: deliver(transport)
    yield man
    controller.stop()


def put(letter: Letter, sender_domain: str = "griya.local") -> None:
    """Write a message and settle it, as the request that writes it does."""
    enqueue(letter, sender_domain=sender_domain)
    db.session.commit()


def later(wait: timedelta) -> Any:
    """After a wait, and after what a lot may have added to it."""
    return time_machine.travel(now() + wait * 1.25 + timedelta(seconds=1), tick=False)


def messages(session: DatabaseSession) -> list[OutboxMessage]:
    session.expire_all()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_healthy_server_gets_each_message_once_and_for_one_recipient(
    context: DatabaseSession, postman: Postman
) -> None:
    for recipient in ("a@contoh.test", "b@contoh.test"):
        put(replace(LETTER, recipient=recipient), sender_domain="contoh.test")
    assert postman.deliver() == (2, 0)
    assert postman.deliver() == (0, 0)
    assert [recipients for recipients, _ in postman.taken] == [["a@contoh.test"], ["b@contoh.test"]]
    first = postman.taken[0][1]
    assert first["Message-ID"] == messages(context)[0].message_id and first["Message-ID"].endswith("@contoh.test>")
    assert (first["From"], first["To"], first["Reply-To"], first["Subject"]) == (
        *("Griya IKM <griya@contoh.test>", "a@contoh.test", "sari@contoh.test", "Permintaan GI-1"),
    )
    assert first["Auto-Submitted"] == "auto-generated" and first["Date"]
    assert health().sent == 2 and health().waiting == 0


@pytest.mark.parametrize(("mode", "kind"), [("451", "SMTPDataError"), ("hang", "timed out")])
def test_a_failed_message_waits_and_is_the_same_message_when_it_arrives(
    context: DatabaseSession, postman: Postman, mode: str, kind: str
) -> None:
    put(LETTER)
    postman.mode = mode
    before = now()
    assert postman.deliver() == (0, 1)
    (message,) = messages(context)
    assert message.tries == 1 and kind in (message.last_error or "")
    assert BACK_OFF[0] <= message.next_try_at - before <= BACK_OFF[0] * 1.25 + timedelta(seconds=5)
    assert postman.deliver() == (0, 0)
    postman.mode = "ok"
    with later(BACK_OFF[0]):
        assert postman.deliver() == (1, 0)
    assert postman.taken[0][1]["Message-ID"] == message.message_id


def test_a_server_that_drops_after_taking_a_message_gets_a_copy_with_the_same_id(
    context: DatabaseSession, postman: Postman
) -> None:
    put(LETTER)
    postman.mode = "cut"
    assert postman.deliver() == (0, 1)
    postman.mode = "ok"
    with later(BACK_OFF[0]):
        assert postman.deliver() == (1, 0)
    assert len(postman.taken) == 2
    assert len({message["Message-ID"] for _, message in postman.taken}) == 1


def test_a_closed_way_out_fails_one_message_a_run_and_not_all(context: DatabaseSession) -> None:
    for number in range(5):
        put(replace(LETTER, cause=f"inquiry:{number}"))
    assert deliver(SmtpTransport(f"smtp://127.0.0.1:{free_port()}", timeout=0.5)) == (0, 1)
    assert [message.tries for message in messages(context)] == [1, 0, 0, 0, 0]


def test_one_refused_message_does_not_stop_those_behind_it(context: DatabaseSession, postman: Postman) -> None:
    put(replace(LETTER, recipient="bukan alamat"))
    put(replace(LETTER, recipient="a@x.id, b@x.id"))
    put(replace(LETTER, recipient="a@contoh.test\r\nBcc: korban@contoh.test"))
    put(replace(LETTER, recipient=""))
    put(LETTER)
    assert postman.deliver() == (1, 4)
    assert [recipients for recipients, _ in postman.taken] == [["a@contoh.test"]]


def test_no_header_can_be_injected(context: DatabaseSession, postman: Postman) -> None:
    evil = "x\r\nBcc: korban@contoh.test\r\n\r\nisi"
    put(replace(LETTER, subject=evil, body=evil))
    put(replace(LETTER, cause="b", reply_to="a@x.id\r\nBcc: korban@contoh.test"))
    assert postman.deliver() == (1, 1)
    ((recipients, message),) = postman.taken
    assert recipients == ["a@contoh.test"] and message["Bcc"] is None
    assert message["Subject"] == "x Bcc: korban@contoh.test isi"
    assert "Bcc: korban" in message.get_payload(decode=True).decode()  # type: ignore[union-attr]


@pytest.mark.parametrize("body", ["é" * 5000, "a" * 5000, "🥥\n.\n..\nFrom x\n" * 300, "", "\n" * 3000, "\r.\r\n"])
def test_any_body_is_delivered(context: DatabaseSession, postman: Postman, body: str) -> None:
    put(replace(LETTER, body=body))
    assert postman.deliver() == (1, 0)


def test_a_message_is_given_up_after_the_last_wait_and_the_desk_is_told(
    context: DatabaseSession, postman: Postman
) -> None:
    put(LETTER)
    postman.mode, moment = "451", now()
    for wait in (timedelta(0), *BACK_OFF):
        moment += wait * 1.25 + timedelta(seconds=1)
        with time_machine.travel(moment, tick=False):
            assert postman.deliver() == (0, 1)
    (message,) = messages(context)
    assert message.given_up_at and message.tries == len(BACK_OFF) + 1 and message.last_error
    assert (health().given_up, health().waiting) == (1, 0)
    with later(timedelta(days=9)):
        assert postman.deliver() == (0, 0)


def test_what_a_killed_worker_held_is_another_workers_after_the_lease(
    context: DatabaseSession, postman: Postman
) -> None:
    put(LETTER)
    held = delivery._claim()
    assert held is not None
    assert postman.deliver() == (0, 0)
    with later(LEASE):
        assert postman.deliver() == (1, 0)
    assert postman.taken[0][1]["Message-ID"] == held.message_id


@pytest.mark.parametrize("error", [None, "terlambat"])
def test_a_worker_that_comes_back_late_changes_nothing_that_was_settled(
    context: DatabaseSession, postman: Postman, error: str | None
) -> None:
    put(LETTER)
    late = delivery._claim()
    assert late is not None
    with later(LEASE):
        assert postman.deliver() == (1, 0)
    sent_at = messages(context)[0].sent_at
    delivery._record(late, Outcome(End.REFUSED, error) if error else Outcome(End.TAKEN))
    (message,) = messages(context)
    assert (message.sent_at, message.given_up_at, message.last_error) == (sent_at, None, None)


def test_a_late_success_wins_over_giving_up(context: DatabaseSession) -> None:
    put(LETTER)
    held = delivery._claim()
    assert held is not None
    set_state(messages(context)[0], given_up_at=now())
    context.commit()
    delivery._record(held, Outcome(End.TAKEN))
    assert messages(context)[0].sent_at and not messages(context)[0].given_up_at


def test_one_message_for_one_cause_template_and_recipient(context: DatabaseSession) -> None:
    put(LETTER)
    put(replace(LETTER, template="inquiry-office"))
    with pytest.raises(IntegrityError), context.begin_nested():
        enqueue(LETTER)
    assert len(messages(context)) == 2


def test_without_a_server_messages_become_files_that_open(context: DatabaseSession, tmp_path: Path) -> None:
    put(LETTER, sender_domain="contoh.test")
    assert deliver(FolderTransport(tmp_path / "outbox")) == (1, 0)
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.suffix == ".eml"
    assert email.message_from_bytes(file.read_bytes())["Message-ID"] == messages(context)[0].message_id


def test_a_folder_that_cannot_be_written_loses_nothing(context: DatabaseSession, tmp_path: Path) -> None:
    blocked = tmp_path / "outbox"
    blocked.write_text("bukan folder")
    for number in range(3):
        put(replace(LETTER, cause=str(number)))
    assert deliver(FolderTransport(blocked)) == (0, 1)
    blocked.unlink()
    with later(BACK_OFF[0]):
        assert deliver(FolderTransport(blocked)) == (3, 0)
