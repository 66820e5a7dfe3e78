"""SIGKILL in the middle of parallel posts and of deliveries: nothing acknowledged is lost, nothing is doubled."""

import email
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from griya.app import create_app
from griya.config import Settings
from griya.core import outbox, schema
from griya.core.db import db, write_intent
from griya.core.outbox import Letter, enqueue
from tests.server.posting import Verdict, Visitors, compare
from tests.server.running import ROOT, Running, environment

KILLS = 5
LEAST_ACKNOWLEDGED = 100
# Two faults that this check exists for; each is planted into a server of its own.
LATE = """
import threading, time
from flask import current_app
from griya.core import unit_of_work
from griya.inquiry import actions
from griya.inquiry.views import sending
real = sending.submit_inquiry
def late(**asked):
    app = current_app._get_current_object()
    def write():
        time.sleep(0.4)
        with app.app_context(), unit_of_work.command():
            real(**asked)
    threading.Thread(target=write, daemon=True).start()
    return actions.Receipt("GI-1111-1111", asked["status_token"], True)
sending.submit_inquiry = late
"""
KEYLESS = """
import secrets
from griya.inquiry import actions
real = actions._insert
actions._earlier = lambda *asked: None
def insert(key, content, token, *rest):
    return real(key + secrets.token_hex(8), content, token + secrets.token_hex(8), *rest)
actions._insert = insert
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def two_makers(database: Path) -> tuple[list[str], set[str]]:
    """Products of two makers who have an address each: their slugs and addresses."""
    connection = sqlite3.connect(database)
    rows = connection.execute(
        "SELECT min(p.slug), c.value FROM product p JOIN producer_contact c ON c.producer_id = p.producer_id"
        " WHERE c.channel = 'email' AND p.state = 'published' AND p.is_inquirable GROUP BY p.producer_id LIMIT 2"
    ).fetchall()
    connection.close()
    assert len(rows) == 2
    return [slug for slug, _ in rows], {address for _, address in rows}


def close(server: Running) -> None:
    """Let go of the pipes of a server that has ended."""
    server.__exit__(None, None, None)


def kill_again_and_again(
    folder: Path, *, kills: int, least: int, fault: str = ""
) -> tuple[Verdict, Visitors, dict[str, Any]]:
    """Post in parallel, kill, start again, send what had no answer again; then compare."""
    env = environment(GRIYA_INQUIRY_LIMIT="0")
    if fault:
        (folder / "fault").mkdir()
        (folder / "fault" / "sitecustomize.py").write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{fault}")
        env["PYTHONPATH"] = str(folder / "fault")
    instance, port, dice = folder / "instance", free_port(), random.Random(20261122)
    restarts, again = [], 0
    server = Running(instance, sample="yes", port=port, env=env)
    slugs, addresses = two_makers(instance / "griya.db")
    visitors = Visitors(port, slugs)
    for number in range(1, kills + 1):
        visitors.begin()
        until = time.monotonic() + 8
        while len(visitors.told.acknowledged) < number * least / kills and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.1))
        server.stop(signal.SIGKILL)
        visitors.end()
        begun = time.monotonic()
        close(server)
        server = Running(instance, sample="yes", port=port, env=env)
        restarts.append(time.monotonic() - begun)
        again += visitors.send_pending_again()
    close(server)
    verdict = compare(instance / "griya.db", visitors, addresses)
    seconds = sorted(visitors.told.seconds)
    figures = {
        "kills": kills,
        "acknowledged": verdict.acknowledged,
        "stored": verdict.stored,
        "forms without an answer, sent again": again,
        "refused": dict(visitors.told.refused),
        "slowest restart, s": round(max(restarts), 2),
        "post p50, ms": round(seconds[len(seconds) // 2] * 1000),
    }
    return verdict, visitors, figures


def test_kills_lose_nothing_that_was_acknowledged_and_double_nothing(tmp_path: Path, record_property: Any) -> None:
    verdict, visitors, figures = kill_again_and_again(tmp_path, kills=KILLS, least=LEAST_ACKNOWLEDGED + 20)
    figures |= {"lost": len(verdict.lost), "doubled": len(verdict.doubled), "integrity": verdict.integrity}
    for name, value in figures.items():
        record_property(name, value)
    print("\nSIGKILL while posting:", figures)
    assert verdict.faults == {}
    assert verdict.integrity == "ok"
    assert verdict.acknowledged >= LEAST_ACKNOWLEDGED
    assert verdict.stored == verdict.acknowledged, "each form that got no answer was sent again and answered"
    assert not visitors.pending and set(visitors.told.refused) <= {503}
    assert figures["forms without an answer, sent again"] > 0, "no kill hit a post: nothing was proven"


@pytest.mark.long
@pytest.mark.parametrize(("fault", "found"), [(LATE, "lost"), (KEYLESS, "doubled")], ids=["late", "keyless"])
def test_the_comparison_finds_a_planted_fault(tmp_path: Path, fault: str, found: str) -> None:
    verdict, _, figures = kill_again_and_again(tmp_path, kills=3, least=60, fault=fault)
    print(f"\nplanted {found}:", figures, {name: len(getattr(verdict, name)) for name in ("lost", "doubled")})
    assert found in verdict.faults


class Postman:
    """A mail server that takes its time, so that a kill finds a message in hand."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take the message."""
        self.taken.append(email.message_from_bytes(envelope.content)["Message-ID"])
        time.sleep(0.03)
        return "250 OK"


@pytest.fixture
def postman() -> Iterator[tuple[Postman, int]]:
    man, port = Postman(), free_port()
    controller = Controller(man, hostname="127.0.0.1", port=port)
    controller.start()
    yield man, port
    controller.stop()


def fill_outbox(instance: Path, count: int) -> set[str]:
    """An instance with this many letters waiting; their message ids."""
    settings = Settings.from_env({"GRIYA_INSTANCE": str(instance)}, default_mode="local")
    app = create_app(settings)
    with app.app_context(), write_intent():
        with db.engine.begin() as connection:
            schema.upgrade(connection)
        for number in range(count):
            enqueue(Letter(f"inquiry:{number}", "inquiry-maker", 1, f"a{number}@contoh.test", "Halo", "Halo.\n"))
        db.session.commit()
        ids = set(db.session.scalars(db.select(outbox.OutboxMessage.message_id)))
        db.session.remove()
        db.engine.dispose()
    return ids


def let_the_lease_run_out(instance: Path) -> int:
    """Time passes. Returns how many messages are not marked as sent."""
    connection = sqlite3.connect(instance / "griya.db", isolation_level=None)
    connection.execute("UPDATE outbox_message SET next_try_at = created_at WHERE sent_at IS NULL")
    left = connection.execute("SELECT count(*) FROM outbox_message WHERE sent_at IS NULL").fetchone()[0]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    return int(left)


def run_worker(instance: Path, smtp_url: str) -> subprocess.Popen[bytes]:
    env = environment(GRIYA_INSTANCE=str(instance), GRIYA_SMTP_URL=smtp_url)
    return subprocess.Popen(
        [sys.executable, "-m", "griya", "outbox", "send"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )


@pytest.mark.parametrize("way", ["files", "smtp"])
def test_a_killed_delivery_loses_nothing_and_copies_are_the_same_message(
    tmp_path: Path, postman: tuple[Postman, int], way: str
) -> None:
    man, port = postman
    instance = tmp_path / "instance"
    instance.mkdir()
    ids = fill_outbox(instance, 60)

    def delivered() -> list[str]:
        if way == "smtp":
            return man.taken
        files = (instance / "outbox").glob("*.eml")
        return [email.message_from_bytes(file.read_bytes())["Message-ID"] for file in files]

    kills = 0
    for _ in range(3):
        before = len(delivered())
        worker = run_worker(instance, f"smtp://127.0.0.1:{port}" if way == "smtp" else "")
        until = time.monotonic() + 30
        while len(delivered()) < before + 8 and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        kills += worker.poll() is None
        worker.kill()
        worker.wait(10)
        let_the_lease_run_out(instance)
    assert kills == 3
    assert let_the_lease_run_out(instance) > 0
    worker = run_worker(instance, f"smtp://127.0.0.1:{port}" if way == "smtp" else "")
    assert worker.wait(60) == 0
    taken = Counter(delivered())
    copies = sum(taken.values()) - len(taken)
    print(f"\nSIGKILL while delivering ({way}): {kills} kills, {len(ids)} messages, {copies} copies with the same id")
    assert set(taken) == ids
    assert copies <= kills
    assert let_the_lease_run_out(instance) == 0
