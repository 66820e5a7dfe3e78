"""Visitors who send the inquiry form again and again to a real server, and remember what each was told."""

import http.client
import re
import secrets
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlencode

REFERENCE = re.compile(r"GI-[0-9A-Z]{4}-[0-9A-Z]{4}")
HIDDEN = re.compile(r'<input[^>]*?name="(csrf_token|key|notice)"[^>]*?value="([^"]*)"')
ANSWER_SECONDS = 20


@dataclass
class Told:
    """What the visitors were told, by the text they sent: a status page's address (or none yet), its reference."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    refused: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """A form that is open in a browser: its cookie and everything that is filled in."""

    cookie: str
    fields: dict[str, str]

    @property
    def text(self) -> str:
        """The words that make it unique."""
        return self.fields["message"]


class Visitors:
    """`count` threads that open the form and send it with a text of its own until told to stop."""

    def __init__(self, port: int, slugs: list[str], count: int = 8) -> None:
        self.port, self.slugs, self.count = port, slugs, count
        self.told, self.pending = Told(), list[Form]()
        self.tag = f"uji{secrets.token_hex(4)}"
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._forms = 0
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Open the doors."""
        self._stop.clear()
        self._threads = [threading.Thread(target=self._visit, daemon=True) for _ in range(self.count)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let every visitor finish what is in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join(ANSWER_SECONDS + 10)

    def send_pending_again(self, times: int = 2) -> int:
        """Press the button again on every form that got no answer: same fields, same key. Returns how many."""
        again, self.pending = self.pending, []
        for form in again:
            for _ in range(times):
                self._send(form)
        return len(again)

    @property
    def texts(self) -> set[str]:
        """Every text that was ever typed."""
        return {f"{self.tag}-{number}" for number in range(1, self._forms + 1)}

    def _visit(self) -> None:
        while not self._stop.is_set():
            form = self._open()
            if form is None:
                time.sleep(0.02)
            else:
                self._send(form)

    def _open(self) -> Form | None:
        answer = self._request("GET", "/permintaan")
        if answer is None or answer[0] != 200:
            return None
        _, headers, body = answer
        hidden = dict(HIDDEN.findall(body))
        cookie = (headers["Set-Cookie"] or "").partition(";")[0]
        lines = {f"line-{n}-slug": slug for n, slug in enumerate(self.slugs)}
        lines |= {f"line-{n}-quantity": "3" for n in range(len(self.slugs))}
        with self._lock:
            self._forms += 1
            text = f"{self.tag}-{self._forms}"
        return Form(cookie, {**hidden, **lines, **self.person(self._forms), "consent": "y", "message": text})

    def person(self, number: int) -> dict[str, str]:
        """Nobody is anybody else, so that no limit for one person is met."""
        return {
            "name": f"Pembeli {number}",
            "phone": f"0812{10_000_000 + number}",
            "email": f"pembeli{number}@contoh.test",
        }

    def email_of(self, text: str) -> str:
        """Whose form this text was typed into."""
        return self.person(int(text.rpartition("-")[2]))["email"]

    def _send(self, form: Form) -> None:
        begun = time.monotonic()
        answer = self._request("POST", "/permintaan", form)
        with self._lock:
            self.told.seconds.append(time.monotonic() - begun)
            if answer is None:
                self.pending.append(form)
                return
            if answer[0] != 303:
                self.told.refused[answer[0]] += 1
                if answer[0] >= 500:
                    self.pending.append(form)
                return
            self.told.acknowledged[form.text] = answer[1]["Location"] or ""
        self._read_reference(form.text)

    def _read_reference(self, text: str) -> None:
        shown = self._request("GET", self.told.acknowledged[text])
        found = REFERENCE.search(shown[2]) if shown and shown[0] == 200 else None
        if found:
            with self._lock:
                self.told.references[text] = found[0]

    def _request(
        self, method: str, path: str, form: Form | None = None
    ) -> tuple[int, http.client.HTTPMessage, str] | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        own = f"http://127.0.0.1:{self.port}"
        headers = {"Origin": own, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            if form:
                connection.request(method, path, urlencode(form.fields), {**headers, "Cookie": form.cookie})
            else:
                connection.request(method, path)
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


@dataclass(frozen=True)
class Verdict:
    """What the visitors were told, held against what is stored. Every list ought to be empty."""

    acknowledged: int
    stored: int
    lost: list[str]
    doubled: list[str]
    wrong_reference: list[str]
    never_sent: list[str]
    wrong_letters: list[str]
    wrong_record: list[str]
    integrity: str

    @property
    def faults(self) -> dict[str, list[str]]:
        """The lists that are not empty."""
        lists = {each.name: value for each in fields(self) if isinstance(value := getattr(self, each.name), list)}
        return {name: found[:3] for name, found in lists.items() if found}


def compare(database: Path, visitors: Visitors, makers: set[str]) -> Verdict:
    """Read the database file itself and compare; each of the makers has a line in each inquiry, and a letter."""
    told, texts, lines = visitors.told, visitors.texts, len(visitors.slugs)
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT id, message, reference FROM inquiry").fetchall()
        letters = connection.execute("SELECT cause, recipient, template FROM outbox_message").fetchall()
        counts = {
            table: Counter(key for (key,) in connection.execute(f"SELECT {column} FROM {table} WHERE {which}"))  # noqa: S608
            for table, column, which in (
                ("inquiry_line", "inquiry_id", "TRUE"),
                ("consent", "inquiry_id", "TRUE"),
                ("event", "object_key", "verb = 'inquiry.submit'"),
            )
        }
        integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    by_text: dict[str, list[str]] = {}
    for _, text, reference in rows:
        by_text.setdefault(text, []).append(reference)
    to: dict[str, list[str]] = {}
    for cause, recipient, _ in letters:
        to.setdefault(cause.removeprefix("inquiry:"), []).append(recipient)
    return Verdict(
        acknowledged=len(told.acknowledged),
        stored=len(rows),
        lost=[text for text in told.acknowledged if text not in by_text],
        doubled=[text for text, references in by_text.items() if len(references) > 1],
        wrong_reference=[t for t, reference in told.references.items() if reference not in by_text.get(t, [])],
        never_sent=sorted(set(by_text) - texts),
        wrong_letters=[
            reference
            for _, text, reference in rows
            if sorted(to.get(reference, [])) != sorted({*makers, visitors.email_of(text)})
        ],
        wrong_record=[
            reference
            for inquiry, _, reference in rows
            if (counts["inquiry_line"][inquiry], counts["consent"][inquiry], counts["event"][reference])
            != (lines, 1, 1)
        ],
        integrity=integrity if not orphans else f"{len(orphans)} orphans",
    )
