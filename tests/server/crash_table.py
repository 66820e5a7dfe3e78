"""Rounds of fifty parallel posts, each ended by SIGKILL of the server and of a worker beside it; then everything that
was told, stored and mailed is compared. What it finds is a table of numbers, most of which must be nought."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from tests.mail_server import MailServer, Taken
from tests.server.posting import Form, Visitors
from tests.server.running import ROOT, Running, environment

POSTS = 50
_SETTLE_SECONDS = 10


class Burst(Visitors):
    """Fifty people who press the button at the same moment."""

    def fill_in(self, count: int) -> list[Form]:
        """Open and fill in so many forms."""
        forms = [form for _ in range(count) if (form := self._open())]
        assert len(forms) == count
        return forms

    def press(self, forms: list[Form]) -> list[threading.Thread]:
        """All at once."""
        gate = threading.Barrier(len(forms))

        def send(form: Form) -> None:
            gate.wait(30)
            self._send(form)

        threads = [threading.Thread(target=send, args=(form,), daemon=True) for form in forms]
        for thread in threads:
            thread.start()
        return threads


@dataclass
class Table:
    """What came out. Every list is of things that must not be."""

    database: str
    rounds: int
    posts: int = 0
    acknowledged: int = 0
    sent_again: int = 0
    stored: int = 0
    letters: int = 0
    taken: int = 0
    copies: int = 0
    slowest_restart: float = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong_reference: list[str] = field(default_factory=list)
    without_letters: list[str] = field(default_factory=list)
    never_mailed: list[str] = field(default_factory=list)
    mailed_but_not_stored: list[str] = field(default_factory=list)
    unexplained_copies: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        """The lists that are not empty."""
        return {name: value[:3] for name, value in vars(self).items() if isinstance(value, list) and value}

    def __str__(self) -> str:
        rows = {name: len(value) if isinstance(value, list) else value for name, value in vars(self).items()}
        return "\n".join(f"  {name.replace('_', ' '):24} {value}" for name, value in rows.items())


class Crashes:
    """The instance, its server and worker, and the mail server that all of them meet."""

    def __init__(self, folder: Path, port: int, mail: MailServer, database_url: str = "") -> None:
        self.instance, self.port, self.mail = folder / "instance", port, mail
        self.env = environment(
            GRIYA_SMTP_URL=mail.url, GRIYA_OFFICE_EMAIL="kantor@contoh.test", GRIYA_INQUIRY_LIMIT="0"
        )
        if database_url:
            self.env["GRIYA_DATABASE_URL"] = database_url
        self.engine = sa.create_engine(database_url or f"sqlite:///{self.instance / 'griya.db'}", poolclass=sa.NullPool)
        self.unrecorded: Counter[str] = Counter()
        self._looked_at = 0
        self._dice = random.Random(20261126)

    def run(self, rounds: int, name: str) -> Table:
        """All rounds, then the peace in which everything is delivered."""
        table = Table(name, rounds)
        server, worker = self._start(table)
        visitors = Burst(self.port, self._slugs())
        for _ in range(rounds):
            begun = len(visitors.told.acknowledged)
            wanted = begun + self._dice.randrange(2, POSTS - 5)
            threads = visitors.press(visitors.fill_in(POSTS))
            until = time.monotonic() + 20
            while len(visitors.told.acknowledged) < wanted and time.monotonic() < until:
                time.sleep(0.002)
            self._kill(server, worker)
            for thread in threads:
                thread.join(60)
            server, worker = self._start(table)
            table.sent_again += visitors.send_pending_again()
        worker.kill()
        worker.wait(10)
        server.stop(signal.SIGKILL)
        server.__exit__(None, None, None)
        self._look_at_the_mail()
        self._deliver_the_rest()
        table.posts = rounds * POSTS
        self._compare(table, visitors)
        return table

    def _start(self, table: Table) -> tuple[Running, subprocess.Popen[bytes]]:
        begun = time.monotonic()
        server = Running(self.instance, sample="yes", port=self.port, env=self.env)
        table.slowest_restart = round(max(table.slowest_restart, time.monotonic() - begun), 1)
        command = [sys.executable, "-m", "griya", "outbox", "send", "--watch", "--interval", "0.2"]
        env = {**self.env, "GRIYA_INSTANCE": str(self.instance)}
        worker = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return server, worker

    def _kill(self, server: Running, worker: subprocess.Popen[bytes]) -> None:
        server.process.send_signal(signal.SIGKILL)
        worker.kill()
        worker.wait(10)
        server.stop(signal.SIGKILL)
        server.__exit__(None, None, None)
        self._look_at_the_mail()

    def _look_at_the_mail(self) -> None:
        """Which letters did the mail server take since the last kill, that the outbox does not know of?"""
        until = time.monotonic() + _SETTLE_SECONDS
        while self.mail.open_connections and time.monotonic() < until:
            time.sleep(0.005)
        fresh: list[Taken] = self.mail.taken[self._looked_at :]
        self._looked_at = len(self.mail.taken)
        with self.engine.connect() as connection:
            waiting = set(
                connection.scalars(sa.text("SELECT message_id FROM outbox_message WHERE sent_at IS NULL")).all()
            )
        self.unrecorded.update(one for each in fresh if (one := str(each.message["Message-ID"])) in waiting)

    def _deliver_the_rest(self) -> None:
        """Time passes: the leases of the killed end, and one worker sends what is left."""
        for _ in range(5):
            with self.engine.begin() as connection:
                moved = connection.execute(
                    sa.text("UPDATE outbox_message SET next_try_at = created_at WHERE sent_at IS NULL")
                ).rowcount
            if not moved:
                return
            env = {**self.env, "GRIYA_INSTANCE": str(self.instance)}
            command = [sys.executable, "-m", "griya", "outbox", "send", "--limit", "100000"]
            subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, timeout=3000)

    def _slugs(self) -> list[str]:
        """Two products of two makers who have an address."""
        statement = sa.text(
            "SELECT min(p.slug) FROM product p JOIN producer_contact c ON c.producer_id = p.producer_id"
            " WHERE c.channel = 'email' AND p.state = 'published' AND p.is_inquirable GROUP BY p.producer_id"
            " ORDER BY 1 LIMIT 2"
        )
        with self.engine.connect() as connection:
            return list(connection.scalars(statement).all())

    def _compare(self, table: Table, visitors: Burst) -> None:
        with self.engine.connect() as connection:
            inquiries = connection.execute(sa.text("SELECT message, reference, email FROM inquiry")).all()
            letters = connection.execute(sa.text("SELECT cause, recipient, message_id FROM outbox_message")).all()
        told = visitors.told
        by_text: dict[str, list[str]] = {}
        for text, reference, _ in inquiries:
            by_text.setdefault(text, []).append(reference)
        recipients: dict[str, set[str]] = {}
        for cause, recipient, _ in letters:
            recipients.setdefault(cause.split(":")[1], set()).add(recipient)
        taken = Counter(self.mail.message_ids)
        known = {message_id for _, _, message_id in letters}
        table.acknowledged, table.stored = len(told.acknowledged), len(inquiries)
        table.letters, table.taken, table.copies = len(letters), sum(taken.values()), sum(taken.values()) - len(taken)
        table.lost = [text for text in told.acknowledged if text not in by_text]
        table.doubled = [text for text, references in by_text.items() if len(references) > 1]
        table.wrong_reference = [t for t, reference in told.references.items() if by_text.get(t) != [reference]]
        # Two makers, the office and the buyer: four letters for each inquiry, or somebody hears nothing.
        table.without_letters = [
            reference
            for _, reference, email in inquiries
            if len(recipients.get(reference, ())) != 4 or email not in recipients[reference]
        ]
        table.never_mailed = sorted(known - set(taken))
        table.mailed_but_not_stored = sorted(set(taken) - known)
        table.unexplained_copies = [one for one, count in taken.items() if count - 1 > self.unrecorded[one]]
